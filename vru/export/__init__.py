"""An Answer for other programs: the words that travel with it (`words`), CSV and XLSX (`tables`)."""

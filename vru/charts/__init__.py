"""Pictures in neutral terms (`chart`), as Plotly's plain dicts (`plotly`), in two themes (`theme`)."""

// Every visible text of the page that contrasts less with what lies behind it than WCAG 2.2 AA asks.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  function parse(colour) {  // as the browser itself understands it, whatever the notation
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  }
  const over = (above, below, alpha) => [0, 1, 2].map((i) => above[i] * alpha + below[i] * (1 - alpha));
  const light = (colour) => colour.slice(0, 3).reduce((total, each, i) => {
    const part = each / 255;
    const linear = part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    return total + linear * [0.2126, 0.7152, 0.0722][i];
  }, 0);
  const chain = (node) => (node ? [...chain(node.parentElement), node] : []);
  const failing = [];
  let measured = 0;
  const walker = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), node = walker.currentNode.parentElement;
    if (!text || node.closest("style, script, [disabled], [aria-disabled=true], [data-testid=stIconMaterial]")) continue;
    // numbers on shades lie on their cells, not on the page: tests/charts/test_theme.py holds their ink to it
    if (node.closest(".textpoint") && node.closest(".vru-plot")?.querySelector(".hm")) continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const box = node.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    let behind = [255, 255, 255], opacity = 1;
    for (const each of chain(node)) {
      const style = getComputedStyle(each), colour = parse(style.backgroundColor);
      behind = over(colour, behind, colour[3]);
      opacity *= Number(style.opacity);
    }
    const style = getComputedStyle(node);
    const own = parse(node instanceof SVGElement ? style.fill : style.color);
    const [one, other] = [light(over(own, behind, own[3] * opacity)), light(behind)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    measured += 1;
    if (ratio < (large ? 3 : 4.5)) failing.push(`${ratio.toFixed(2)}: ${text.slice(0, 50)}`);
  }
  return { measured, failing };
}

/** The lines of text in a picture of a paper, top down. */
export function textsOf(svg: string): string[] {
  const groups = svg.matchAll(/<g transform="translate\(\d+,(\d+)\)">((?:<text[^>]*>.*?<\/text>)+)<\/g>/gs);
  return Array.from(groups, ([, , inner = ""]) =>
    Array.from(inner.matchAll(/<tspan[^>]*>(.*?)<\/tspan>/gs), ([, character = ""]) =>
      unescaped(character),
    ).join(""),
  );
}

function unescaped(character: string): string {
  return character
    .replaceAll("&#xa0;", "\u00a0")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

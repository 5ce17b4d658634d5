/**
 * Asks the host to save what an address hands out, as pressing a link does: a browser keeps it among its downloads, the
 * window asks where. The file never passes through the page.
 */
export function saveFile(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

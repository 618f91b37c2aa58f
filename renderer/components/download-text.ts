/** How long the browser may take to begin a download before its address is given back. */
const KEPT_MS = 60_000;

/** Offers a text as a file, as the browser does it with what was made in the page. */
export function downloadText(fileName: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/**
 * Small pictures that strangers send. They are drawn on a canvas: the policy of the window allows pictures from its own
 * bundle alone, and so no message can ever make it fetch one.
 */

/** More than any preview needs; a larger one is not looked at. */
const mostLetters = 400_000;

/** The pixels of a JPEG file in Base64; `null` for anything else, and for a damaged file. */
export async function decodeJpeg(base64: string): Promise<ImageBitmap | null> {
  const bytes = jpegBytes(base64);
  if (!bytes || typeof createImageBitmap !== "function") return null;
  try {
    return await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  } catch {
    return null;
  }
}

/** The bytes, where they begin as a JPEG file does: no other decoder of the web view ever sees what a stranger sent. */
export function jpegBytes(base64: string): Uint8Array<ArrayBuffer> | null {
  if (base64.length > mostLetters) return null;
  try {
    const letters = atob(base64);
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? bytes : null;
  } catch {
    return null;
  }
}

import { expect, it } from "vitest";
import { decodeJpeg, jpegBytes } from "./picture";

it("takes what begins as a JPEG file does, and nothing else", () => {
  expect(jpegBytes(btoa("\xff\xd8\xff\xe0rest"))?.length).toBe(8);
  const others = ["<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a", "\x89PNG\r\n", ""];
  for (const other of others) expect(jpegBytes(btoa(other)), other).toBeNull();
  expect(jpegBytes("not Base64 at all!"), "a broken file is no picture").toBeNull();
  expect(jpegBytes(btoa("\xff\xd8\xff").repeat(200_000)), "a flood is not looked at").toBeNull();
});

it("draws nothing where the web view cannot decode", async () => {
  expect(await decodeJpeg(btoa("\xff\xd8\xff\xe0rest"))).toBeNull();
});

// The eye and the hand of a person with a phone: reads the code off the screen
// and types codes into the phone.

import { spawn } from "node:child_process";

import { until } from "./wait.mjs";

/** What the QR code in a picture says, or null while there is none to read. */
export function readCode(picture) {
  return new Promise((resolve, reject) => {
    const reader = spawn("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-"], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: 20_000,
    });
    const read = [];
    reader.stdout.on("data", (part) => read.push(part));
    reader.on("error", reject);
    reader.on("close", () => resolve(Buffer.concat(read).toString().trim() || null));
    reader.stdin.end(picture);
  });
}

/** Holds the phone before the window until it has read the code; answers with the new device's number. */
export async function scan(page, network, phone) {
  await page.has("img", "QR code to scan with the phone");
  const qr = await until("the phone to read the code", async () => readCode(await page.glance()));
  return (await network.do("phone_scan_qr", { phone, qr })).device;
}

/** What fictitious messages carry beyond their text. */
import type { Content, MessageKind } from "../types";
import { pick } from "./random";

/** Invented pictures of a few hundred bytes. */
const pictures = [
  [
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABcQERQRDhcUEhQaGBcbIjklIh8fIkYyNSk5UkhXVVFIUE5bZoNvW2F8Yk5QcptzfIeL",
    "kpSSWG2grJ+OqoOPko3/2wBDARgaGiIeIkMlJUONXlBejY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2N",
    "jY2NjY2NjY3/wAARCAAkADADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAMF/8QAFxABAQEBAAAAAAAAAAAAAAAAABIB",
    "Ef/EABYBAQEBAAAAAAAAAAAAAAAAAAAEA//EABYRAQEBAAAAAAAAAAAAAAAAAAASE//aAAwDAQACEQMRAD8A0KKQopFm3teikKKM",
    "y16KQoozLRopGil2aW1qKRoozLWopGijMtHundBUwO6d0AO6d0Af/9k=",
  ].join(""),
  [
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j",
    "q62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk",
    "pKSkpKSkpKT/wAARCAAwACQDASIAAhEBAxEB/8QAGQAAAwEBAQAAAAAAAAAAAAAAAgMEAAEF/8QAHRAAAgICAwEAAAAAAAAAAAAA",
    "AAECIRESAwQTMf/EABgBAAMBAQAAAAAAAAAAAAAAAAEDBAAC/8QAGxEAAgMBAQEAAAAAAAAAAAAAAAECESESAxP/2gAMAwEAAhED",
    "EQA/AA46DbEb4OegtsEdHbYC9BDlQG9nLlY2MqZVuYQpUYWM6J3KgVOwc5QtvDGrSZYyqM8o4weKxuhqpgc0CpUY7oY2A7Jhc/o6",
    "SwI5PoIPSn0hyynrMvjDKPM6zs9br2gTlTIPR6D5GLFBYML+hxZ//9k=",
  ].join(""),
] as const;

export function contentOf(kind: MessageKind, roll: () => number, name: string, text: string): Content {
  switch (kind) {
    case "image":
      return media("image/jpeg", roll, { thumbnail: pick([...pictures, null], roll()), width: 1200, height: 900 });
    case "video":
      return media("video/mp4", roll, { thumbnail: pick(pictures, roll()), width: 720, height: 1280, seconds: 24 });
    case "sticker":
      return media("image/webp", roll, { thumbnail: pick(pictures, roll()), width: 512, height: 512 });
    case "audio":
      return media("audio/ogg; codecs=opus", roll, {
        voice: true,
        seconds: 4 + Math.floor(roll() * 90),
        waveform: Array.from({ length: 64 }, () => Math.floor(roll() ** 2 * 100)),
      });
    case "document":
      return media("application/pdf", roll, { fileName: text });
    case "location":
      return {
        kind: "location",
        latitude: 40 + roll(),
        longitude: -70 - roll(),
        name: "Mill Lane 4",
        address: "Old harbour",
        live: roll() < 0.3,
      };
    case "contact":
      return { kind: "cards", cards: [{ name: "Harbour Bakery", phones: ["+1 555 000 4242"] }] };
    case "poll":
      return {
        kind: "poll",
        question: "Which day suits you?",
        options: ["Thursday", "Friday", "Saturday"].map((day, place) => ({
          name: day,
          votes: 3 - place,
          mine: place === 1,
          who: place === 0 ? [name] : [],
        })),
        choices: 0,
        voters: 4,
      };
    case "call":
      return { kind: "call", video: roll() < 0.3, missed: roll() < 0.5, seconds: Math.floor(roll() * 600) };
    case "groupEvent":
      return { kind: "event", what: "joinedByLink", who: [name], value: "" };
    case "deleted":
      return { kind: "deleted", at: null, by: null };
    case "unsupported":
      return { kind: "unsupported", what: "eventMessage" };
    case "text":
      return { kind: "text" };
  }
}

type Media = Extract<Content, { kind: "media" }>;

function media(mime: string, roll: () => number, rest: Partial<Media>): Media {
  return {
    kind: "media",
    voice: false,
    mime,
    size: Math.floor(20_000 + roll() ** 3 * 9_000_000),
    fileName: "",
    width: 0,
    height: 0,
    seconds: 0,
    waveform: [],
    thumbnail: null,
    ...rest,
  };
}

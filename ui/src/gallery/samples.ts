/** Invented people and words for the gallery, in both directions. */

const english = {
  name: "Amira Haddad",
  other: "Jonas Weiß",
  slots: ["Shop", "Service", "Night desk"],
  sentence: "Your parcel leaves today at five.",
  long: "Could you send me the offer again, this time with the blue tiles from the second page and the price for forty square metres? Thank you!",
  label: "Name of the shop",
  help: "Customers see it in the first message.",
  error: "Write a name of at least two letters.",
  option: ["Every message", "Only mentions", "Nothing"],
  detail: "Sound and a notice on the desktop",
};

const arabic: typeof english = {
  name: "أميرة حداد",
  other: "يوسف الخطيب",
  slots: ["المتجر", "الخدمة", "مكتب الليل"],
  sentence: "ستغادر شحنتك اليوم في الخامسة.",
  long: "هل يمكنك إرسال العرض مرة أخرى، وهذه المرة مع البلاط الأزرق من الصفحة الثانية وسعر أربعين مترًا مربعًا؟ شكرًا لك!",
  label: "اسم المتجر",
  help: "يراه العملاء في الرسالة الأولى.",
  error: "اكتب اسمًا من حرفين على الأقل.",
  option: ["كل رسالة", "الإشارات فقط", "لا شيء"],
  detail: "صوت وإشعار على سطح المكتب",
};

export type Samples = typeof english;

export function samples(locale: string): Samples {
  return locale === "ar" ? arabic : english;
}

/** A fixed present, so that pictures of the gallery do not change with the day. */
export const now = Date.parse("2026-03-14T15:09:26Z");

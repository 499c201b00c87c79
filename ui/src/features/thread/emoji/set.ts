/** The signs that the picker offers, with their names in every language of the window. A line: sign | English | Arabic. */
import type { MessageKey } from "../../../i18n/i18n";
import type { Language } from "../../../ipc/types";

export interface Emoji {
  readonly sign: string;
  readonly names: Readonly<Record<Language, string>>;
}

export interface EmojiGroup {
  readonly label: MessageKey;
  readonly emoji: readonly Emoji[];
}

export const quickReactions = ["👍", "❤️", "😂", "😮", "😢", "🙏"] as const;

const faces = `
😀|grinning face|وجه مبتسم
😃|happy face, open mouth|وجه سعيد
😄|laughing eyes|عينان ضاحكتان
😁|beaming face|وجه مشرق
😆|laughing, eyes shut|ضحك بعينين مغمضتين
😅|relieved laugh, sweat|ضحكة ارتياح
🤣|rolling on the floor|ضحك شديد
😂|tears of joy|دموع الفرح
🙂|slight smile|ابتسامة خفيفة
🙃|upside-down face|وجه مقلوب
😉|wink|غمزة
😊|smile, blush|ابتسامة خجولة
😇|angel, halo|ملاك
🥰|in love, hearts|وجه محب
😍|heart eyes|عيون القلب
🤩|star-struck|منبهر
😘|kiss|قبلة
😋|delicious, yum|لذيذ
😛|tongue out|لسان ممدود
😜|wink, tongue|غمزة ولسان
🤪|silly, crazy|مجنون
🤗|hug|عناق
🤭|giggle, hand on mouth|قهقهة
🤔|thinking|تفكير
🤐|zipped mouth|فم مغلق
😐|neutral face|وجه محايد
😏|smirk|ابتسامة ماكرة
🙄|rolling eyes|تدوير العينين
😬|grimace|تكشيرة
😌|relieved|ارتياح
😴|sleeping|نائم
🤒|ill, thermometer|مريض
🤧|sneeze|عطاس
🥳|party, celebration|احتفال
😎|cool, sunglasses|نظارة شمسية
🤓|nerd, glasses|مجتهد بنظارة
😕|confused|حيرة
🙁|slight frown|عبوس خفيف
😮|surprised|مندهش
😳|embarrassed|محرج
🥺|pleading|توسل
😢|crying|بكاء
😭|sobbing|بكاء شديد
😱|scream, fear|صراخ
😞|disappointed|خيبة أمل
😩|weary|منهك
😤|huffing, triumph|نفخة غضب
😡|angry|غاضب
🤯|mind blown|مذهول
😈|devil|شيطان
💩|poo|براز
🤖|robot|روبوت
`;
const hands = `
👍|thumbs up, yes|إبهام لأعلى، نعم
👎|thumbs down, no|إبهام لأسفل، لا
👌|OK hand|حسنا
✌️|victory, peace|نصر، سلام
🤞|fingers crossed, luck|أصابع متقاطعة، حظ
👏|applause, clapping|تصفيق
🙌|raised hands|أيد مرفوعة
👐|open hands|أيد مفتوحة
🤝|handshake, deal|مصافحة، اتفاق
🙏|thank you, please|شكرا، من فضلك
👋|wave, hello|تلويح، مرحبا
✋|raised hand, stop|يد مرفوعة، توقف
👉|pointing right|إشارة لليمين
👈|pointing left|إشارة لليسار
👆|pointing up|إشارة لأعلى
👇|pointing down|إشارة لأسفل
✊|fist|قبضة
👊|fist bump|لكمة ودية
💪|strong, muscle|قوة، عضلة
✍️|writing hand|يد تكتب
🤷|shrug|هز الكتفين
🤦|facepalm|يد على الوجه
🙋|person raising hand|شخص يرفع يده
👀|eyes, looking|عيون، نظر
`;
const signs = `
❤️|red heart, love|قلب أحمر، حب
🧡|orange heart|قلب برتقالي
💛|yellow heart|قلب أصفر
💚|green heart|قلب أخضر
💙|blue heart|قلب أزرق
💜|purple heart|قلب بنفسجي
🖤|black heart|قلب أسود
🤍|white heart|قلب أبيض
💔|broken heart|قلب مكسور
💕|two hearts|قلبان
💯|hundred, perfect|مئة، ممتاز
✅|done, check mark|تم، علامة صح
☑️|ticked box|مربع مؤشر
❌|cross, wrong|خطأ، علامة ضرب
⚠️|warning|تحذير
❗|exclamation mark|علامة تعجب
❓|question mark|علامة استفهام
⭐|star|نجمة
✨|sparkles|بريق
🔥|fire|نار
💥|bang, collision|انفجار
💬|speech bubble|فقاعة كلام
💤|sleep|نوم
🔔|bell|جرس
🎵|music note|نغمة موسيقية
➡️|arrow right|سهم لليمين
⬅️|arrow left|سهم لليسار
🆗|OK sign|علامة موافق
🆕|new|جديد
🔴|red circle|دائرة حمراء
🟢|green circle|دائرة خضراء
`;
const nature = `
🌹|rose|وردة
🌷|tulip|توليب
🌻|sunflower|عباد الشمس
💐|bouquet, flowers|باقة زهور
🌱|seedling|شتلة
🌳|tree|شجرة
🍀|four-leaf clover, luck|برسيم، حظ
🌞|sun|شمس
🌙|moon|قمر
⛅|cloudy|غائم
🌧️|rain|مطر
❄️|snow|ثلج
🌈|rainbow|قوس قزح
🌊|wave, sea|موجة، بحر
🐶|dog|كلب
🐱|cat|قطة
🐝|bee|نحلة
🦋|butterfly|فراشة
🐟|fish|سمكة
🐦|bird|طائر
`;
const food = `
☕|coffee|قهوة
🍵|tea|شاي
🥤|drink, cup|مشروب
🍺|beer|بيرة
🍷|wine|نبيذ
🥂|cheers, glasses|نخب، كؤوس
🍞|bread|خبز
🥐|croissant|كرواسون
🧀|cheese|جبن
🥗|salad|سلطة
🍕|pizza|بيتزا
🍔|burger|برجر
🍟|fries|بطاطس مقلية
🍣|sushi|سوشي
🍲|stew, pot|يخنة
🍎|apple|تفاحة
🍌|banana|موزة
🍇|grapes|عنب
🍓|strawberry|فراولة
🍋|lemon|ليمون
🍰|cake, slice|قطعة كعك
🎂|birthday cake|كعكة عيد ميلاد
🍫|chocolate|شوكولاتة
🍦|ice cream|مثلجات
`;
const things = `
🎉|party popper, congratulations|احتفال، مبروك
🎁|gift, present|هدية
🎈|balloon|بالون
🏆|trophy|كأس
⚽|football|كرة قدم
🏠|house, home|بيت
🏪|shop|متجر
🏥|hospital|مستشفى
🏖️|beach, holiday|شاطئ، عطلة
🚗|car|سيارة
🚕|taxi|سيارة أجرة
🚚|delivery truck|شاحنة توصيل
🚲|bicycle|دراجة
✈️|plane, travel|طائرة، سفر
🚀|rocket|صاروخ
📍|pin, place|دبوس، مكان
🗺️|map|خريطة
⏰|alarm clock, time|منبه، وقت
⏳|hourglass, wait|ساعة رملية، انتظار
📅|calendar, date|تقويم، تاريخ
📞|telephone|هاتف
📱|mobile phone|هاتف محمول
💻|laptop|حاسوب محمول
📷|camera|كاميرا
📦|parcel, box|طرد، صندوق
📄|page, document|صفحة، مستند
🧾|receipt, bill|إيصال، فاتورة
📌|pushpin|دبوس تثبيت
📎|paper clip|مشبك ورق
✏️|pencil|قلم رصاص
🔑|key|مفتاح
🔒|lock|قفل
🔧|wrench, repair|مفتاح ربط، إصلاح
💡|light bulb, idea|مصباح، فكرة
🛒|shopping cart|عربة تسوق
🛍️|shopping bags|أكياس تسوق
💰|money bag|كيس نقود
💳|credit card|بطاقة ائتمان
💶|euro notes|أوراق يورو
📈|chart rising|رسم صاعد
👗|dress|فستان
👕|T-shirt|قميص
👟|shoe|حذاء
💍|ring|خاتم
`;

export const emojiGroups: readonly EmojiGroup[] = [
  { label: "emoji.group.faces", emoji: read(faces) },
  { label: "emoji.group.hands", emoji: read(hands) },
  { label: "emoji.group.signs", emoji: read(signs) },
  { label: "emoji.group.nature", emoji: read(nature) },
  { label: "emoji.group.food", emoji: read(food) },
  { label: "emoji.group.things", emoji: read(things) },
];

function read(lines: string): Emoji[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [sign = "", en = "", ar = ""] = line.split("|");
      return { sign, names: { en, ar } };
    });
}

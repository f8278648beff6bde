/** A picture for both screens. Its name is English; `index` is what a translation goes by. */
export interface SasEmoji {
  readonly index: number;
  readonly emoji: string;
  readonly name: string;
}

/**
 * 64 pictures, 6 bits each: single code points that are drawn in colour without a selector, from Unicode 9 or before, and that look and
 * sound alike on no platform. The order is part of the protocol.
 */
export const sasEmoji: readonly SasEmoji[] = [
  '🐘 elephant, 🦁 lion, 🦄 unicorn, 🐰 rabbit, 🐼 panda, 🐧 penguin, 🐢 turtle, 🐙 octopus',
  '🦋 butterfly, 🦀 crab, 🐳 whale, 🐍 snake, 🐸 frog, 🦉 owl, 🐫 camel, 🌵 cactus',
  '🍄 mushroom, 🌻 sunflower, 🌴 palm, 🍀 clover, 🌈 rainbow, 🔥 fire, ⚡ lightning, ⛄ snowman',
  '🌙 moon, ⭐ star, 🌍 earth, 🍌 banana, 🍒 cherries, 🍇 grapes, 🍉 watermelon, 🍕 pizza',
  '🥕 carrot, 🎂 cake, ☕ coffee, 🍦 cone, 🎈 balloon, 🎁 gift, 🎩 hat, 👑 crown',
  '👓 glasses, 👟 shoe, 🔑 key, 🔒 padlock, 🔔 bell, 💡 lamp, 📖 book, 📎 clip',
  '🔨 hammer, 🔭 telescope, ☔ umbrella, ⌛ hourglass, 🚀 rocket, 🚂 train, 🚲 bicycle, ⛵ sailboat',
  '🚁 helicopter, ⚓ anchor, 🏠 house, 🎸 guitar, 🎺 trumpet, 🏆 trophy, 🎲 dice, 👻 ghost',
]
  .flatMap((line) => line.split(', '))
  .map((entry, index) => {
    const [emoji = '', name = ''] = entry.split(' ');
    return { index, emoji, name };
  });

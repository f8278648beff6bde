/**
 * 256 words for reading fingerprints aloud: one is a byte, by its place. The order and the words are part of the protocol. No two share
 * their first four letters, their sound by Soundex, or all letters but two, so that one slip of tongue or finger never makes another.
 */
export const words: readonly string[] = [
  'academy acorn acrobat album algebra almond amber anchor animal antenna apple arctic arrow artist aspen atlas',
  'autumn avocado badge bamboo banana banjo barrel basket beaver bedroom beetle blossom bonfire border branch bread',
  'breeze bubble butter cabbage cabin cactus camel candle canyon captain cargo carpet cavern cedar cement chalk',
  'cheese cherry chimney circus clay cliff cloud clover coast cobweb coconut coffee compass copper coral cotton',
  'cousin cricket crystal cycle daisy dancer decade denim dentist desert diamond dolphin donkey dozen dragon drawer',
  'drum dune eagle earth echo eclipse elbow emerald engine evening fabric falcon family farmer feather fiddle field',
  'finger flame fog forest fruit galaxy garage garden garlic gazelle giraffe glacier globe gravel guitar hammock',
  'harvest helmet hexagon hiker hotel hurdle husky iceberg iris island ivory jaguar jasmine jelly jigsaw journal',
  'juggle kitchen ladder lagoon lantern laptop laundry lemon leopard library lilac lizard lobster locket lotus',
  'lunch lyric magnet marble mask meadow melody mermaid metal mirror mitten motor muffin museum napkin nature',
  'nickel noodle nutmeg oasis oboe ocean octopus office onion orange orchid ostrich oxygen palace panda paper',
  'pastry patio pelican pencil penguin picnic pigeon pillow planet plastic poem polar poppy potato prairie pumpkin',
  'puppet puzzle pyramid quartz rabbit recipe ribbon ruby runway saffron salad satchel school scooter shelf sheriff',
  'shrimp silver sketch smile snow sofa spider spinach spoon spring square squid stadium sticker stone sugar summer',
  'sunset talent teacup tennis thunder tornado tower tractor trumpet tulip tunnel twig unicorn urban vacuum valley',
  'vanilla vault violin voice volcano waffle walnut wheel window wolf wombat yacht zebra zigzag zodiac',
].flatMap((line) => line.split(' '));

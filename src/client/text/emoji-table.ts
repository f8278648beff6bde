/**
 * The commonest emoji with their names, as they are called elsewhere (github.com/github/gemoji, "shortcodes"); the more used ones first, and
 * of each the name to be offered first. An emoji, its names, the next emoji, and so on: one text is small and packs well.
 */
export const EMOJI_TABLE = `
👍 +1 thumbsup ❤️ heart 😂 joy 😄 smile 🎉 tada 👀 eyes 🔥 fire 🚀 rocket 🙏 pray 👎 -1 thumbsdown 😊 blush 😍 heart_eyes
🤔 thinking 😢 cry 😭 sob 😮 open_mouth 😅 sweat_smile 🤣 rofl 😉 wink 👏 clap 💯 100 ✅ white_check_mark ❌ x 👋 wave 💪 muscle
🙌 raised_hands 👌 ok_hand 🤷 shrug 🤦 facepalm ✨ sparkles 😆 laughing satisfied 😁 grin 😀 grinning 😃 smiley
🙂 slightly_smiling_face 🙃 upside_down_face 😇 innocent 🥰 smiling_face_with_three_hearts 🤩 star_struck 😘 kissing_heart
😗 kissing ☺️ relaxed 😋 yum 😛 stuck_out_tongue 😜 stuck_out_tongue_winking_eye 🤪 zany_face
😝 stuck_out_tongue_closed_eyes 🤑 money_mouth_face 🤗 hugs 🤭 hand_over_mouth 🤫 shushing_face 🤐 zipper_mouth_face
🤨 raised_eyebrow 😐 neutral_face 😑 expressionless 😶 no_mouth 😏 smirk 😒 unamused 🙄 roll_eyes 😬 grimacing 🤥 lying_face
😌 relieved 😔 pensive 😪 sleepy 🤤 drooling_face 😴 sleeping 😷 mask 🤒 face_with_thermometer 🤕 face_with_head_bandage
🤢 nauseated_face 🤮 vomiting_face 🤧 sneezing_face 🥵 hot_face 🥶 cold_face 🥴 woozy_face 😵 dizzy_face 🤯 exploding_head
🤠 cowboy_hat_face 🥳 partying_face 😎 sunglasses 🤓 nerd_face 🧐 monocle_face 😕 confused 😟 worried
🙁 slightly_frowning_face ☹️ frowning_face 😯 hushed 😲 astonished 😳 flushed 🥺 pleading_face 😦 frowning 😧 anguished
😨 fearful 😰 cold_sweat 😥 disappointed_relieved 😱 scream 😖 confounded 😣 persevere 😞 disappointed 😓 sweat 😩 weary
😫 tired_face 🥱 yawning_face 😤 triumph 😡 rage pout 😠 angry 🤬 cursing_face 😈 smiling_imp 👿 imp 💀 skull 💩 poop hankey
🤡 clown_face 👻 ghost 👽 alien 🤖 robot 😺 smiley_cat 😹 joy_cat 😻 heart_eyes_cat 🙈 see_no_evil 🙉 hear_no_evil
🙊 speak_no_evil 🫡 saluting_face 🫠 melting_face 🫶 heart_hands 🥹 face_holding_back_tears 💋 kiss 💌 love_letter 💘 cupid
💖 sparkling_heart 💗 heartpulse 💓 heartbeat 💕 two_hearts 💔 broken_heart 🧡 orange_heart 💛 yellow_heart 💚 green_heart
💙 blue_heart 💜 purple_heart 🖤 black_heart 🤍 white_heart 🤎 brown_heart 💢 anger 💥 boom collision 💫 dizzy 💦 sweat_drops
💨 dash 💬 speech_balloon 💭 thought_balloon 💤 zzz ✋ hand raised_hand 🖖 vulcan_salute 🤏 pinching_hand ✌️ v
🤞 crossed_fingers 🤟 love_you_gesture 🤘 metal 🤙 call_me_hand 👈 point_left 👉 point_right 👆 point_up_2 👇 point_down
☝️ point_up ✊ fist 👊 facepunch punch 🤝 handshake ✍️ writing_hand 💅 nail_care 👂 ear 🧠 brain 👅 tongue 👶 baby
🙋 raising_hand 🙅 no_good 🙆 ok_woman 💁 tipping_hand_person 🙇 bow 🏃 runner 🚶 walking 💃 dancer 🕺 man_dancing 👯 dancers
🧘 lotus_position 🎅 santa 🐶 dog 🐱 cat 🐭 mouse 🐰 rabbit 🦊 fox_face 🐻 bear 🐼 panda_face 🐨 koala 🐯 tiger 🦁 lion 🐮 cow
🐷 pig 🐸 frog 🐵 monkey_face 🐔 chicken 🐧 penguin 🦆 duck 🦅 eagle 🦉 owl 🐺 wolf 🐴 horse 🦄 unicorn 🐝 bee honeybee 🐛 bug
🦋 butterfly 🐌 snail 🐢 turtle 🐍 snake 🐙 octopus 🦀 crab 🐟 fish 🐬 dolphin 🐳 whale 🦖 t-rex 🐘 elephant 🐾 paw_prints
🌵 cactus 🎄 christmas_tree 🌲 evergreen_tree 🌴 palm_tree 🌱 seedling 🍀 four_leaf_clover 🍁 maple_leaf 🍄 mushroom 💐 bouquet
🌷 tulip 🌹 rose 🌻 sunflower 🌸 cherry_blossom 🌍 earth_africa 🌎 earth_americas 🌏 earth_asia 🌙 crescent_moon ⭐ star
🌟 star2 ⚡ zap ☀️ sunny ☁️ cloud 🌈 rainbow ☔ umbrella ❄️ snowflake ⛄ snowman 🌊 ocean 🍎 apple 🍌 banana 🍇 grapes
🍉 watermelon 🍓 strawberry 🍒 cherries 🍑 peach 🍍 pineapple 🥑 avocado 🍅 tomato 🌶️ hot_pepper 🌽 corn 🥕 carrot 🍞 bread
🧀 cheese 🥚 egg 🥓 bacon 🍔 hamburger 🍟 fries 🍕 pizza 🌮 taco 🍜 ramen 🍝 spaghetti 🍣 sushi 🍦 icecream 🍩 doughnut 🍪 cookie
🎂 birthday 🍰 cake 🍫 chocolate_bar 🍿 popcorn ☕ coffee 🍵 tea 🍷 wine_glass 🍸 cocktail 🍺 beer 🍻 beers 🥂 clinking_glasses
🍾 champagne ⚽ soccer 🏀 basketball 🏈 football 🎾 tennis 🏆 trophy 🥇 1st_place_medal 🏅 medal_sports 🎯 dart 🎲 game_die
🎮 video_game ♟️ chess_pawn 🎨 art 🎤 microphone 🎧 headphones 🎸 guitar 🎵 musical_note 🎶 notes 🎬 clapper 🎁 gift 🎈 balloon
🎊 confetti_ball 🎃 jack_o_lantern 🚗 car 🚌 bus 🚆 train2 🚲 bike ✈️ airplane ⛵ boat sailboat 🏠 house 🏢 office ⛺ tent
🏖️ beach_umbrella 🏔️ mountain_snow ⌚ watch 📱 iphone 💻 computer ⌨️ keyboard 📷 camera 📺 tv 💡 bulb 🔋 battery
🔌 electric_plug 💰 moneybag 💸 money_with_wings 💎 gem 🔧 wrench 🔨 hammer ⚙️ gear 🧪 test_tube 🔭 telescope 💊 pill 🔑 key
🔒 lock 🔓 unlock 📚 books 📖 book open_book 📝 memo pencil ✏️ pencil2 📌 pushpin 📎 paperclip ✂️ scissors 📅 date
📈 chart_with_upwards_trend 📉 chart_with_downwards_trend 📊 bar_chart 📦 package 📧 email 📣 mega 🔔 bell 🔕 no_bell 🔍 mag
🗑️ wastebasket ⏰ alarm_clock ⏳ hourglass_flowing_sand 💣 bomb 👑 crown 🎓 mortar_board 🕶️ dark_sunglasses
☠️ skull_and_crossbones ⚠️ warning 🚫 no_entry_sign ⛔ no_entry 🛑 stop_sign 🚧 construction 🚨 rotating_light ❓ question
❗ exclamation ‼️ bangbang ✔️ heavy_check_mark ➕ heavy_plus_sign ➖ heavy_minus_sign ♻️ recycle 🆗 ok 🆕 new 🆒 cool 🆘 sos
🔴 red_circle 🟢 green_circle 🔵 large_blue_circle 🏁 checkered_flag 🏳️ white_flag 🏳️‍🌈 rainbow_flag 🏴‍☠️ pirate_flag
➡️ arrow_right ⬅️ arrow_left ⬆️ arrow_up ⬇️ arrow_down 🔁 repeat ♾️ infinity #️⃣ hash 1️⃣ one 2️⃣ two 3️⃣ three
`;

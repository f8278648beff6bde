/** Hertz; one after the other. */
const TONES = [660, 880];
const TONE_S = 0.09;
/** Of the loudest that there is. */
const LOUDNESS = 0.08;

/** Two short tones, made here. To be called in a press: before one no browser lets a page sound. `undefined`: this one cannot. */
export function createSound(): (() => void) | undefined {
  try {
    const context = new AudioContext();
    return () => play(context);
  } catch {
    return undefined;
  }
}

function play(context: AudioContext): void {
  // A phone that was locked has put it to sleep.
  void context.resume().catch(() => undefined);
  TONES.forEach((frequency, at) => tone(context, frequency, context.currentTime + at * TONE_S));
}

/** It swells and fades: a tone that is cut clicks. */
function tone(context: AudioContext, frequency: number, from: number): void {
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.01);
  volume.gain.linearRampToValueAtTime(0, from + TONE_S);
  const source = context.createOscillator();
  source.frequency.value = frequency;
  source.connect(volume).connect(context.destination);
  source.start(from);
  source.stop(from + TONE_S);
}

import { volumeMax } from './store/settings.ts'

/* Four short sounds a cashier tells apart without looking, made by oscillators: no file, no request. */

export type Sound = 'scanned' | 'unknown' | 'refused' | 'done'

export interface Sounds {
  readonly play: (sound: Sound) => void
}

interface Tone {
  readonly hertz: number
  /** Start and length in seconds from the sound's beginning. */
  readonly at: number
  readonly lasts: number
  readonly wave: OscillatorType
}

const tonesOf: Readonly<Record<Sound, readonly Tone[]>> = {
  scanned: [{ hertz: 1_760, at: 0, lasts: 0.07, wave: 'sine' }],
  unknown: [
    { hertz: 440, at: 0, lasts: 0.11, wave: 'triangle' },
    { hertz: 330, at: 0.14, lasts: 0.16, wave: 'triangle' },
  ],
  refused: [
    { hertz: 196, at: 0, lasts: 0.14, wave: 'square' },
    { hertz: 196, at: 0.2, lasts: 0.24, wave: 'square' },
  ],
  done: [
    { hertz: 880, at: 0, lasts: 0.1, wave: 'sine' },
    { hertz: 1_109, at: 0.1, lasts: 0.1, wave: 'sine' },
    { hertz: 1_319, at: 0.2, lasts: 0.2, wave: 'sine' },
  ],
}

/** Square waves carry further than sines of the same height. */
const loudnessOf: Readonly<Record<string, number>> = { sine: 0.4, triangle: 0.5, square: 0.16 }

/** `volume` is read at each sound, 0 to `volumeMax`. The audio device is opened at the first one. */
export function createSounds(volume: () => number): Sounds {
  let audio: AudioContext | null = null
  return {
    play: (sound) => {
      const loudness = volume() / volumeMax
      if (loudness === 0) return
      audio ??= new AudioContext()
      for (const tone of tonesOf[sound]) playTone(audio, tone, loudness)
    },
  }
}

function playTone(audio: AudioContext, tone: Tone, loudness: number): void {
  const starts = audio.currentTime + tone.at
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.type = tone.wave
  oscillator.frequency.value = tone.hertz
  // A hard edge clicks in the loudspeaker: 5 ms up, the rest down.
  gain.gain.setValueAtTime(0, starts)
  gain.gain.linearRampToValueAtTime(loudness * (loudnessOf[tone.wave] ?? 0.4), starts + 0.005)
  gain.gain.linearRampToValueAtTime(0, starts + tone.lasts)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(starts)
  oscillator.stop(starts + tone.lasts)
}

import { type RecordedLives, recordLives } from "../../test/support/recordedLives.ts"

let recorded: Promise<RecordedLives> | undefined

/** The lives of three hundred rentals, which every fault of the index replays. */
export function lives(): Promise<RecordedLives> {
  recorded ??= recordLives({ lives: 300, seed: 25n }).then((recording) => {
    recording.close()
    return recording
  })
  return recorded
}

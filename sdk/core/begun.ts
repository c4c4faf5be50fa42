/** Lets a read begin now that is awaited later. Of several, the one that is awaited first decides the error. */
export function begun<answer>(reading: Promise<answer>): Promise<answer> {
  reading.catch(() => undefined)
  return reading
}

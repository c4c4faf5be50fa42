/** What a host must know of its free bond. */
export const HOT_MONEY =
  "A free bond is hot money: whoever holds the key that signs your offers can take all of it at once. Keep it to what your machines need at one time."

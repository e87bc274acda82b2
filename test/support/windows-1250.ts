const decoder = new TextDecoder('windows-1250');
const byte = new Map(Array.from({ length: 256 }, (_, code) => [decoder.decode(Uint8Array.of(code)), code]));

/** A text as Polish Excel saves it. @throws RangeError for what Windows-1250 does not have */
export function windows1250(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text), (letter) => {
    const code = byte.get(letter);
    if (code === undefined) throw new RangeError(`Windows-1250 has no ${letter}`);
    return code;
  });
}

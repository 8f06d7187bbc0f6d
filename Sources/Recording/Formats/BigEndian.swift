/// Big-endian numbers out of bytes, as SEG-Y writes them.
extension [UInt8] {
  /// Two bytes at `offset`, unsigned.
  package func bigUInt16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  /// Two bytes at `offset`, signed.
  package func bigInt16(at offset: Int) -> Int16 { Int16(bitPattern: bigUInt16(at: offset)) }

  /// Four bytes at `offset`, signed.
  package func bigInt32(at offset: Int) -> Int32 {
    Int32(bitPattern: UInt32(bigUInt16(at: offset)) << 16 | UInt32(bigUInt16(at: offset + 2)))
  }
}

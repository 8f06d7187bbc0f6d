/// Little-endian numbers out of bytes, as most instruments write them.
extension [UInt8] {
  /// Two bytes at `offset`.
  package func littleUInt16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) | UInt16(self[offset + 1]) << 8
  }

  /// Four bytes at `offset`.
  package func littleUInt32(at offset: Int) -> UInt32 {
    UInt32(littleUInt16(at: offset)) | UInt32(littleUInt16(at: offset + 2)) << 16
  }

  /// An IEEE 754 single at `offset`.
  package func littleFloat(at offset: Int) -> Float {
    Float(bitPattern: littleUInt32(at: offset))
  }

  /// One, two or four bytes at `offset`, unsigned.
  package func littleWord(at offset: Int, width: Int) -> UInt32 {
    switch width {
    case 1: UInt32(self[offset])
    case 2: UInt32(littleUInt16(at: offset))
    default: littleUInt32(at: offset)
    }
  }
}

import FrameProtocol

extension ADS131Format {
  /// Writes the frame that carries a command and the values of registers to write; answers its length.
  ///
  /// With `checksInput` a CRC follows the last word of the command (MODE.RX_CRC_EN). A frame of many
  /// values is longer than the device's own; the rest is zero. Source: SBAS950, "SPI communication frames".
  public func encode(
    _ command: ADS131Command, values: Span<UInt16>, checksInput: Bool,
    into bytes: inout MutableSpan<UInt8>
  ) -> Int {
    let width = wordLength.byteCount
    let used = (1 + values.count + (checksInput ? 1 : 0)) * width
    let length = max(byteCount, used)
    precondition(bytes.count >= length, "the buffer holds the frame")
    for index in 0..<length { bytes[index] = 0 }
    put(command.word, at: 0, into: &bytes)
    for index in 0..<values.count { put(values[index], at: 1 + index, into: &bytes) }
    guard checksInput else { return length }
    var crc = checksum.start
    for index in 0..<(1 + values.count) * width { crc.add(bytes[index]) }
    put(crc.value, at: 1 + values.count, into: &bytes)
    return length
  }

  private func put(_ value: UInt16, at place: Int, into bytes: inout MutableSpan<UInt8>) {
    let offset = place * wordLength.byteCount
    bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
    bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
  }
}

/// Writes a picture of up to 256 colours as a PNG (ISO/IEC 15948): one byte a pixel, a palette, and
/// rows that are equal to the one above stored as such.
enum PNGFile {
  /// A text that every picture from here holds near its start, by which an earlier one is known.
  static let marker = "Software\u{0}sapper"

  /// A colour.
  struct Colour: Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8
  }

  /// The bytes of a picture whose `pixels` are numbers of the palette, row after row.
  static func bytes(
    width: Int, height: Int, pixels: [UInt8], palette: [Colour], description: String
  ) -> [UInt8] {
    precondition(width > 0 && height > 0 && pixels.count == width * height, "a whole picture")
    precondition((1...256).contains(palette.count), "one byte a pixel")
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    append("IHDR", word(width) + word(height) + [8, 3, 0, 0, 0], to: &file)
    append("tEXt", Array(marker.utf8), to: &file)
    let plain = description.utf8.map { (32...126).contains($0) ? $0 : 63 }
    append("tEXt", Array("Description\u{0}".utf8) + plain, to: &file)
    append("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] }, to: &file)
    append("IDAT", Deflate.zlib(filtered(width: width, height: height, pixels)), to: &file)
    append("IEND", [], to: &file)
    return file
  }

  /// Rows behind the number of their filter: 2 (above) where a row repeats, else 0 (none).
  private static func filtered(width: Int, height: Int, _ pixels: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((width + 1) * height)
    for row in 0..<height {
      let here = pixels[row * width..<(row + 1) * width]
      if row > 0, here.elementsEqual(pixels[(row - 1) * width..<row * width]) {
        bytes.append(2)
        bytes.append(contentsOf: repeatElement(0, count: width))
      } else {
        bytes.append(0)
        bytes.append(contentsOf: here)
      }
    }
    return bytes
  }

  private static func append(_ name: String, _ data: [UInt8], to file: inout [UInt8]) {
    file += word(data.count)
    let start = file.count
    file += Array(name.utf8) + data
    file += word(Int(crc(file[start...])))
  }

  private static func word(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// CRC-32 of ISO 3309, reflected polynomial 0xEDB88320.
  static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes { sum = crcTable[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
    return ~sum
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { word, _ in
      word & 1 == 1 ? 0xEDB8_8320 ^ (word >> 1) : word >> 1
    }
  }
}

import DetectorCore

/// A place in JSON text: just enough of a reader for the descriptions of recordings.
///
/// It reads members and elements one by one and keeps nothing. What it cannot read turns `isBad` on, and
/// from there on every answer is empty.
struct JSONCursor {
  /// Where the next byte is.
  var place = 0
  /// Whether the text is no JSON.
  private(set) var isBad = false
  /// Nested values at the most.
  static let deepest = 16

  /// Goes over blanks; answers the next byte.
  mutating func peek(_ file: borrowing MappedFile) -> UInt8 {
    while place < file.count {
      let byte = file[place]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      place += 1
    }
    return 0
  }

  /// Takes this byte if it comes next.
  mutating func take(_ byte: UInt8, _ file: borrowing MappedFile) -> Bool {
    guard !isBad, peek(file) == byte else { return false }
    place += 1
    return true
  }

  /// Takes an opening bracket, or finds the text bad.
  mutating func open(_ byte: UInt8, _ file: borrowing MappedFile) {
    if !take(byte, file) { isBad = true }
  }

  /// Goes to the next element before `closing`; `isFirst` is the caller's own.
  mutating func next(
    before closing: UInt8, isFirst: inout Bool, _ file: borrowing MappedFile
  ) -> Bool {
    if isBad || take(closing, file) { return false }
    if !isFirst, !take(UInt8(ascii: ","), file) {
      isBad = true
      return false
    }
    isFirst = false
    return true
  }

  /// Takes a string; answers where its bytes lie, escapes as they stand.
  mutating func string(_ file: borrowing MappedFile) -> Range<Int> {
    open(UInt8(ascii: "\""), file)
    let start = place
    while !isBad, place < file.count, file[place] != UInt8(ascii: "\"") {
      place += file[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard !isBad, place < file.count else {
      isBad = true
      return 0..<0
    }
    place += 1
    return start..<place - 1
  }

  /// Takes the key of a member and its colon.
  mutating func key(_ file: borrowing MappedFile) -> Range<Int> {
    let range = string(file)
    open(UInt8(ascii: ":"), file)
    return range
  }

  /// Goes over a value.
  mutating func skip(_ file: borrowing MappedFile) {
    var depth = 0
    repeat {
      switch peek(file) {
      case UInt8(ascii: "\""): _ = string(file)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        place += 1
        depth += 1
        if depth > Self.deepest { isBad = true }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        place += 1
        depth -= 1
      case UInt8(ascii: ","), UInt8(ascii: ":"): place += 1
      case 0: isBad = true
      default: word(file)
      }
    } while !isBad && depth > 0
  }

  /// Goes over a number or a name.
  private mutating func word(_ file: borrowing MappedFile) {
    while place < file.count {
      switch file[place] {
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A,
        0x0D, 0x09:
        return
      default: place += 1
      }
    }
  }

  /// Takes a number times 10^`decimals`, rounded half away from zero.
  mutating func number(decimals: Int, _ file: borrowing MappedFile) -> Int64? {
    _ = peek(file)
    let start = place
    word(file)
    let value = JSONNumber.scaled(start..<place, decimals: decimals, file)
    if value == nil { isBad = true }
    return value
  }
}

/// A decimal number as its digits lie in a file.
enum JSONNumber {
  /// The number times 10^`decimals`, rounded half away from zero; `nil` when it is none or does not fit.
  static func scaled(
    _ range: Range<Int>, decimals: Int, _ file: borrowing MappedFile
  ) -> Int64? {
    var place = range.lowerBound
    let isNegative = file[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    var digits: Int64 = 0
    var exponent = decimals
    var count = 0
    var isPastPoint = false
    while place < range.upperBound {
      let byte = file[place]
      if byte == UInt8(ascii: "."), !isPastPoint {
        isPastPoint = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        count += 1
        if digits < 100_000_000_000_000_000 {
          digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
          if isPastPoint { exponent -= 1 }
        } else if !isPastPoint {
          exponent += 1
        }
      } else {
        break
      }
      place += 1
    }
    guard count > 0 else { return nil }
    if place < range.upperBound {
      guard file[place] == UInt8(ascii: "e") || file[place] == UInt8(ascii: "E") else { return nil }
      guard let power = power(place + 1..<range.upperBound, file) else { return nil }
      exponent += power
    }
    guard let magnitude = shifted(digits, by: exponent) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  private static func power(_ range: Range<Int>, _ file: borrowing MappedFile) -> Int? {
    var place = range.lowerBound
    let isNegative = file[place] == UInt8(ascii: "-")
    if isNegative || file[place] == UInt8(ascii: "+") { place += 1 }
    guard place < range.upperBound else { return nil }
    var value = 0
    while place < range.upperBound {
      let byte = file[place]
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = min(400, value * 10 + Int(byte - UInt8(ascii: "0")))
      place += 1
    }
    return isNegative ? -value : value
  }

  private static func shifted(_ digits: Int64, by power: Int) -> Int64? {
    var value = digits
    var left = power
    while left > 0, value != 0 {
      let (product, isOver) = value.multipliedReportingOverflow(by: 10)
      if isOver { return nil }
      value = product
      left -= 1
    }
    guard left < 0 else { return value }
    guard left > -19 else { return 0 }
    var divisor: Int64 = 1
    for _ in 0..<(-left) { divisor *= 10 }
    let rest = value % divisor
    return value / divisor + (rest >= (divisor - 1) / 2 + 1 ? 1 : 0)
  }
}

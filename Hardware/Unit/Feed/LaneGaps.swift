import Devices

/// The gaps of a lane as its event lines tell them: numbers of frames that were never recorded.
///
/// A recording that was cut off knows its gaps from there alone: each line is on the medium before the
/// first sample after its gap.
struct LaneGaps {
  /// Gaps that are kept.
  static let capacity = 1_024

  /// Frames a second, millionths; streams at another rate have other numbers.
  var rateMicrohertz: Int64 = 0
  private var begins = InlineArray<1024, Int64>(repeating: 0)
  private var ends = InlineArray<1024, Int64>(repeating: 0)
  private var count = 0
  private var place = 0

  /// Reads the lines of a file; one that is not there has none.
  mutating func read(_ path: DeviceName) throws(LaneError) {
    let file: MappedFile
    do throws(ErrorNumber) {
      file = try MappedFile(path)
    } catch {
      guard error == .noEntry else {
        throw LaneError(path, "open", expected: "event lines", errorNumber: error)
      }
      return
    }
    guard rateMicrohertz > 0 else { return }
    var cursor = JSONCursor()
    // A last line that was cut off is no JSON, and the end.
    while cursor.peek(file) == UInt8(ascii: "{") {
      guard let gap = Gap(&cursor, file) else { return }
      guard gap.lost > 0, gap.isGap else { continue }
      guard count < Self.capacity else {
        throw LaneError(path, "gaps", expected: "at most 1,024; sapper repair takes more")
      }
      let end = Int64(
        clamping: (Int128(gap.time) * Int128(rateMicrohertz) + 500_000_000_000) / 1_000_000_000_000)
      if count > 0, ends[count - 1] == end {
        // The chain's gap and the recorder's own are one: the larger holds what was damaged as well.
        begins[count - 1] = min(begins[count - 1], end - gap.lost)
        continue
      }
      begins[count] = end - gap.lost
      ends[count] = end
      count += 1
    }
  }

  /// The number of the next frame that was recorded, at this one or after it.
  mutating func next(from number: Int64, rateMicrohertz rate: Int64) -> Int64 {
    guard rate == rateMicrohertz else { return number }
    var result = number
    while place < count, begins[place] <= result {
      if begins[place] == result { result = ends[place] }
      place += 1
    }
    return result
  }

  /// What a line says, as far as gaps go.
  private struct Gap {
    var isGap = false
    var time: Int64 = 0
    var lost: Int64 = 0

    init?(_ cursor: inout JSONCursor, _ file: borrowing MappedFile) {
      cursor.open(UInt8(ascii: "{"), file)
      var isFirst = true
      while cursor.next(before: UInt8(ascii: "}"), isFirst: &isFirst, file) {
        let key = cursor.key(file)
        if file.holds("kind", at: key) {
          isGap = file.holds("gap", at: cursor.string(file))
        } else if file.holds("time_s", at: key) {
          time = cursor.number(decimals: 6, file) ?? 0
        } else if file.holds("lost", at: key) {
          lost = cursor.number(decimals: 0, file) ?? 0
        } else {
          cursor.skip(file)
        }
      }
      if cursor.isBad { return nil }
    }
  }
}

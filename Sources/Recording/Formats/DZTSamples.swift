/// Raw words of a scan made into signed samples.
package enum DZTSamples {
  /// Samples at the start of every scan that hold no signal: counter and mark word.
  package static let leading = 2

  /// Lowest and highest count that `width` bytes can give.
  package static func rails(width: Int) -> (low: Int32, high: Int32) {
    switch width {
    case 1: (-128, 127)
    case 2: (-32_768, 32_767)
    default: (.min, .max)
    }
  }

  /// Decodes one channel of one scan from byte `base` of `bytes` into `target` from `first` on.
  ///
  /// 8 and 16 bit are unsigned with half scale for zero, 32 bit is signed. Samples 0 and 1, which are
  /// counter and mark word, take the value of sample 2. Says whether a sample stood at a rail.
  package static func decode(
    _ bytes: Span<UInt8>, at base: Int, samples: Int, width: Int,
    into target: inout MutableSpan<Int32>, at first: Int
  ) -> Bool {
    let rails = rails(width: width)
    var isClipped = false
    var offset = base + leading * width
    for index in (first + leading)..<(first + samples) {
      let value: Int32 =
        switch width {
        case 1: Int32(bytes[offset]) - 128
        case 2: (Int32(bytes[offset]) | Int32(bytes[offset + 1]) << 8) - 32_768
        default:
          Int32(
            bitPattern: UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
              | UInt32(bytes[offset + 2]) << 16 | UInt32(bytes[offset + 3]) << 24)
        }
      if value <= rails.low || value >= rails.high { isClipped = true }
      target[index] = value
      offset += width
    }
    target[first] = target[first + leading]
    target[first + 1] = target[first + leading]
    return isClipped
  }

  /// Whether the samples of a trace swing far less when their words are read as signed numbers.
  ///
  /// The layout says unsigned; a writer that ignores it makes a signal that jumps by the full scale
  /// at every zero crossing.
  package static func looksSigned(_ trace: [Int32], width: Int) -> Bool {
    guard width < 4, trace.count > leading + 8 else { return false }
    let half: Int32 = width == 1 ? 128 : 32_768
    var (asOffset, asSigned): (Int64, Int64) = (0, 0)
    var previous = trace[leading]
    for value in trace[(leading + 1)...] {
      asOffset += Int64((value - previous).magnitude)
      let swapped = value < 0 ? value + half : value - half
      let before = previous < 0 ? previous + half : previous - half
      asSigned += Int64((swapped - before).magnitude)
      previous = value
    }
    return asSigned * 2 < asOffset
  }
}

/// The levels of the lines of a request, one bit a line, in the order of the request: 1 is active.
public struct LineLevels: Sendable, Equatable, BitwiseCopyable {
  /// The bits; the first line is bit 0.
  public var rawValue: UInt64

  /// Takes the bits as they are.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Every line inactive.
  public static var inactive: LineLevels { LineLevels(rawValue: 0) }

  /// Whether the line at a place of the request is active.
  public subscript(index: Int) -> Bool {
    get {
      precondition(index >= 0 && index < 64, "a request has at most 64 lines")
      return rawValue >> UInt64(index) & 1 == 1
    }
    set {
      precondition(index >= 0 && index < 64, "a request has at most 64 lines")
      let bit = UInt64(1) << UInt64(index)
      rawValue = newValue ? rawValue | bit : rawValue & ~bit
    }
  }
}

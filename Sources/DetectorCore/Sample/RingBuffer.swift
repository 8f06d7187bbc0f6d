/// The last `capacity` elements of a stream, in place and without a heap.
///
/// A push into a full ring drops the oldest. `ring[0]` is the oldest element held and
/// `ring[ring.count - 1]` the newest, so a loop reads them in the order in which they came.
///
///     var ring = RingBuffer<Int32, 2>(repeating: 0)
///     ring.push(1); ring.push(2); ring.push(3)  // The last drops and returns 1.
///     ring[0]                                   // 2
public struct RingBuffer<Element: BitwiseCopyable, let capacity: Int> {
  private var storage: InlineArray<capacity, Element>
  private var start = 0

  /// Elements held, 0 … `capacity`.
  public private(set) var count = 0

  /// Makes an empty ring; `filler` is what the unused storage holds, and is never read.
  public init(repeating filler: Element) {
    precondition(capacity > 0, "a ring buffer holds at least one element")
    storage = InlineArray(repeating: filler)
  }

  /// Whether the next push drops an element.
  public var isFull: Bool { count == capacity }

  /// Adds the newest element; a full ring drops its oldest one and returns it.
  @discardableResult
  public mutating func push(_ element: Element) -> Element? {
    guard isFull else {
      storage[slot(count)] = element
      count += 1
      return nil
    }
    let oldest = storage[start]
    storage[start] = element
    start = start + 1 == capacity ? 0 : start + 1
    return oldest
  }

  /// Takes out the oldest element; `nil` when the ring is empty.
  public mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let oldest = storage[start]
    start = start + 1 == capacity ? 0 : start + 1
    count -= 1
    return oldest
  }

  /// The element at `position`, 0 for the oldest … `count - 1` for the newest.
  public subscript(position: Int) -> Element {
    get {
      precondition(position >= 0 && position < count, "a ring buffer is read within its count")
      return storage[slot(position)]
    }
    set {
      precondition(position >= 0 && position < count, "a ring buffer is written within its count")
      storage[slot(position)] = newValue
    }
  }

  /// Forgets every element.
  public mutating func removeAll() {
    start = 0
    count = 0
  }

  /// Where in the storage the element at `position` lies, or would lie.
  private func slot(_ position: Int) -> Int {
    let place = start + position
    return place < capacity ? place : place - capacity
  }
}

extension RingBuffer: Sendable where Element: Sendable {}

/// The seam on the way in: whatever fills a caller's block with whole frames or traces.
///
/// Hardware, simulator and recording are interchangeable behind it; the core never knows which one it
/// is fed by. A radar block is whole traces of `Int32` back to back, an induction block whole frames.
public protocol SampleSource<Sample, Failure>: InputSource, ~Copyable {
  /// One number of a frame or trace.
  associatedtype Sample: BitwiseCopyable
  /// Fills `block` with as many whole frames or traces as are at hand and fit.
  ///
  /// A header with `count` 0 says that the stream has ended.
  mutating func read(into block: inout MutableSpan<Sample>) throws(Failure) -> BlockHeader
}

extension SampleSource where Self: ~Copyable, Sample == Int32 {
  /// The next block, or the end.
  public mutating func readInput(
    into block: inout MutableSpan<Int32>
  ) throws(Failure) -> Input {
    let header = try read(into: &block)
    return header.count > 0 ? .samples(header) : .end(header)
  }
}

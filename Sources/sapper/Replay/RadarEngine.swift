import DetectorCore
import Recording

/// A radar chain of whichever capacity, chosen once before the first trace.
protocol RadarEngine: AnyObject {
  /// What the chain was derived to do.
  var settings: RadarSettings { get }
  /// Where it looks, once the ground bounce has been found.
  var geometry: RadarGeometry? { get }
  /// Takes a block of whole traces.
  func process<Sink: EventSink & ~Copyable>(
    _ traces: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure)

  /// Takes the end of the stream.
  func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure)
}

/// A radar chain that shows the section it detects on.
protocol SectionEngine: RadarEngine {
  /// The step of the section that was closed last; nil before the first.
  var closedStep: Int64? { get }
  /// Bits that the section has more than the recording's counts.
  var sectionScale: Int32 { get }

  /// Copies the section's trace of the step that was closed last.
  func copySection(into row: inout MutableSpan<Int32>)
}

/// The chain at one capacity: an object, so that its state is built on the heap and stays there.
final class SizedRadarEngine<let capacity: Int>: SectionEngine {
  private var pipeline: RadarPipeline<capacity>

  init(settings: RadarSettings) {
    pipeline = RadarPipeline<capacity>(settings: settings)
  }

  var settings: RadarSettings { pipeline.settings }
  var geometry: RadarGeometry? { pipeline.geometry }
  var closedStep: Int64? { pipeline.closedStep }
  var sectionScale: Int32 { pipeline.sectionScale }

  func copySection(into row: inout MutableSpan<Int32>) { pipeline.copySection(into: &row) }

  func process<Sink: EventSink & ~Copyable>(
    _ traces: Span<Int32>, header: BlockHeader, into sink: inout Sink
  ) throws(Sink.Failure) {
    try pipeline.process(traces, header: header, into: &sink)
  }

  func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(Sink.Failure) {
    try pipeline.finish(into: &sink)
  }
}

/// Chooses the capacity.
enum RadarEngines {
  /// The smaller capacity, which most recordings fit.
  static let smallCapacity = 512
  /// The larger one, which every recording fits.
  static let largeCapacity = 4_096

  /// The smallest chain that takes traces of this length.
  static func engine(for settings: RadarSettings) -> any SectionEngine {
    let samples = Int(settings.description.samplesPerTrace)
    precondition(samples > 0 && samples <= largeCapacity, "the reader let a wrong shape through")
    return samples <= smallCapacity
      ? SizedRadarEngine<512>(settings: settings) : SizedRadarEngine<4_096>(settings: settings)
  }
}

import DetectorCore
import Recording

/// A radar chain of whichever capacity, which shows where it looks and the section it detects on.
protocol RadarChain: Pipeline, ~Copyable {
  /// What the chain was derived to do.
  var settings: RadarSettings { get }
  /// Where it looks, once the ground bounce has been found.
  var geometry: RadarGeometry? { get }
  /// The step of the section that was closed last; nil before the first.
  var closedStep: Int64? { get }
  /// Bits that the section has more than the recording's counts.
  var sectionScale: Int32 { get }

  /// Copies the section's trace of the step that was closed last.
  mutating func copySection(into row: inout MutableSpan<Int32>)
}

extension RadarPipeline: RadarChain {}

extension Engine: RadarChain where Chain: RadarChain & ~Copyable {
  var settings: RadarSettings { pipeline.settings }
  var geometry: RadarGeometry? { pipeline.geometry }
  var closedStep: Int64? { pipeline.closedStep }
  var sectionScale: Int32 { pipeline.sectionScale }

  func copySection(into row: inout MutableSpan<Int32>) { pipeline.copySection(into: &row) }
}

/// Chooses the capacity.
enum RadarChains {
  /// The smaller capacity, which most recordings fit.
  static let smallCapacity = 512
  /// The larger one, which every recording fits.
  static let largeCapacity = 4_096

  /// The smallest chain that takes traces of this length.
  static func chain(for settings: RadarSettings) -> any RadarChain {
    let samples = Int(settings.description.samplesPerTrace)
    precondition(samples > 0 && samples <= largeCapacity, "the reader let a wrong shape through")
    return samples <= smallCapacity
      ? Engine(RadarPipeline<512>(settings: settings))
      : Engine(RadarPipeline<4_096>(settings: settings))
  }
}

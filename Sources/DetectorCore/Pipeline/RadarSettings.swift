/// What the radar chain derives, in integers, from a stream's description and a configuration.
public struct RadarSettings: BitwiseCopyable, Sendable, Equatable {
  /// What the stream says of itself.
  public let description: RadarDescription
  /// What a person set.
  public let configuration: RadarConfiguration

  /// Derives the settings.
  public init(description: RadarDescription, configuration: RadarConfiguration) {
    self.description = description
    self.configuration = configuration
  }
}

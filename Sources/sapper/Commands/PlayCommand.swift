import ArgumentParser
import DetectorCore
import FrameProtocol
import Journal
import Recording

/// Sends a recording's frames as a front end would.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Send a recording's frames to a unit, as its front end would.",
    discussion: """
      Frames of a coil go out in the front-end protocol, with the numbers, positions and states that \
      were recorded. Frames that were lost or damaged then are lost or damaged again, and the ground \
      balance's button is pressed where it was. --pty prints the name of a pseudo-terminal and waits until \
      a unit has taken it; when the recording is over, the line is gone. --settings writes a file that \
      a unit needs to understand the frames.
      """)

  @Argument(help: "A SigMF collection or stream of a coil.")
  var file: String

  @Option(help: "Serial line to send to, such as /dev/ttyUSB0, or - for standard output.")
  var serial: String?

  @Flag(help: "Send to a new pseudo-terminal, whose name is printed.")
  var pty = false

  @Option(help: "Rate of the serial line, baud.")
  var baud: UInt32 = 115_200

  @Option(help: "Send frames as they were taken (real) or as fast as they are taken up (max).")
  var speed = ReplayCommand.Speed.real

  @Option(help: "Frames that are not sent.")
  var drop = 0

  @Option(name: .customLong("repeat"), help: "Frames that are sent twice.")
  var twice = 0

  @Option(help: "Frames of which a bit is another.")
  var damage = 0

  @Option(help: "Seed by which those frames are chosen.")
  var seed: UInt64 = 1

  @Option(help: "Write a unit's settings for these frames to this file.")
  var settings: String?

  @OptionGroup var sensorOptions: SensorOptions

  func validate() throws {
    guard pty != (serial != nil) || (settings != nil && !pty && serial == nil) else {
      throw ValidationError("Where to? Give --serial DEVICE or --pty, one of them.")
    }
    guard drop >= 0, twice >= 0, damage >= 0 else {
      throw ValidationError("--drop, --repeat and --damage count frames, from 0.")
    }
  }

  func run() throws(RecordingError) {
    let prefersBalance = sensorOptions.sensor == .balance
    guard
      sensorOptions.sensor != .radar,
      var recording = try Joining.openInduction(
        RecordingInput(path: file), prefersBalance: prefersBalance)
    else {
      throw RecordingError(
        .refused, file: file, field: "sensor", found: "no frames of a coil",
        expected: "a coil's recording: a unit's front end sends no other")
    }
    if sensorOptions.dropsTrack { recording.dropTrack() }
    StandardError.warn(recording.warnings)
    var faults = try faults(of: recording)
    if let settings { try UnitSettingsText.write(recording, device: serial, to: settings) }
    guard pty || serial != nil else { return }
    var outlet =
      try pty ? FrameOutlet(pseudoTerminal: ()) : FrameOutlet(device: serial ?? "-", baud: baud)
    var player = try FramePlayer(recording)
    let pacer = speed == .real ? Pacer(rateMicrohertz: recording.induction.rateMicrohertz) : nil
    while let played = try player.next() {
      pacer?.wait(for: played.header)
      for bytes in player.bytes(of: played, &faults) { try outlet.send(bytes) }
    }
    try outlet.drain()
    StandardError.note(player.summary(faults))
  }

  private func faults(of recording: InductionRecording) throws(RecordingError) -> PlayFaults {
    let frames = recording.induction.frameCount
    let counts: [PlayFaults.Kind: Int] = [.drop: drop, .repeat: twice, .damage: damage]
    guard let faults = PlayFaults(counts, of: frames, seed: seed) else {
      throw RecordingError(
        .refused, file: file, field: "frames", found: Text.count(frames, "frame"),
        expected: "more frames than --drop, --repeat and --damage ask for together")
    }
    return faults
  }
}

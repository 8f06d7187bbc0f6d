import DetectorCore
import Recording
import Scoring

/// What the report of a coil shows beside what every report does, as plain data.
struct CoilModel {
  /// File, facts, warnings, events, truth, configuration and command.
  var common = ReportModel()
  /// What was recorded, as lines above the figures say it.
  var summary: [(String, String)] = []
  /// The sweep, reduced to columns.
  var sweep = CoilSweep()
  /// Names of the bands with their gates, or of a balance's frequencies.
  var bandNames: [String] = []
  /// Whether the coil is an induction balance.
  var isBalance = false
  /// Radius of the coil, millimetres; 0 when not said.
  var coilRadiusMillimetres: Int64 = 0
  /// Whether there is a track.
  var hasTrack = false
  /// Whether a radar's objects are among the events.
  var isDual = false
  /// The score against the truth, if it is known.
  var score: Score?
}

/// A sweep reduced so that a page can hold it: each column is a run of neighbouring frames.
struct CoilSweep {
  /// Columns at the most.
  static let columnsMax = 2_000

  /// One column while it is gathered.
  struct Column {
    /// Mean of each band less the earth field, nanovolts; or I and Q of each frequency of a balance less
    /// their medians, thousandths of a count.
    var bands: [Int64]
    /// The highest level, Q8.
    var levelQ8: UInt16
    /// The least reach of a cap of 6 × 7 mm, millimetres from the coil's plane; nil where it is not known.
    var reachMillimetres: UInt16?
    /// Sequence number of its middle frame.
    var sequence: Int64
    /// Where the coil was, if it is known.
    var position: Position?
  }

  /// Frames that share a column.
  var framesPerColumn: Int64 = 1
  /// Frames in the recording.
  var frameCount: Int64 = 0
  /// Frames a second, millionths.
  var rateMicrohertz: Int64 = 1
  /// The columns in order.
  var columns: [Column] = []
  /// Ground channels: what each is called, and its value in each column, nanovolts.
  var ground: [(name: String, values: [Int64])] = []
  /// Passes over things in the plane of I and Q, of a balance.
  var loops: [BalanceLoops.Loop] = []
  /// First column after each gap that is felt, and the frames lost.
  var gaps: [(column: Int64, lost: Int64)] = []

  /// The column of a frame by its index in the file.
  func column(ofSample sample: Int64) -> Int64 { sample / max(framesPerColumn, 1) }
}

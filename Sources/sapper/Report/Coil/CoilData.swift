import DetectorCore
import Journal
import Recording
import Scoring

/// The data of a coil's page: what the script draws, as JSON in a data block.
enum CoilData {
  /// The JSON, safe inside a `script` element.
  static func json(_ model: CoilModel) -> [UInt8] {
    var json = JSONText()
    let sweep = model.sweep
    json.object {
      $0.field("framesPerColumn", sweep.framesPerColumn)
      $0.field("frames", sweep.frameCount)
      $0.field("rateUhz", sweep.rateMicrohertz)
      $0.field("radiusMm", model.coilRadiusMillimetres)
      lines(of: model, to: &$0)
      $0.array("levels", sweep.columns) { $0.number(Int64($1.levelQ8)) }
      // -1 where it is not known, and no number at all where it never is.
      let isReachKnown = sweep.columns.contains { $0.reachMillimetres != nil }
      $0.array("reaches", isReachKnown ? sweep.columns : []) {
        $0.number($1.reachMillimetres.map { Int64($0) } ?? -1)
      }
      $0.array("sequences", sweep.columns) { $0.number($1.sequence) }
      $0.array("places", places(sweep)) { $0.pair($1.0, $1.1) }
      $0.array("gaps", sweep.gaps) { $0.pair($1.column, $1.lost) }
      $0.array("objects", model.common.events.filter { $0.kind == .object }) {
        event(&$0, $1, sweep)
      }
      $0.array("detections", model.common.events.filter { $0.kind == .detection }) {
        event(&$0, $1, sweep)
      }
      $0.array("truth", model.common.truth, truth)
      $0.array("curve", model.score?.receiverCurve ?? []) { json, point in
        json.object {
          $0.field("hits", Int64(point.hits))
          $0.field("false", Int64(point.falseAlarms))
          $0.field("strength", Int64((point.strength * 100).rounded()))
        }
      }
      $0.field("hazards", model.score.map { Int64($0.hazards.count) })
      $0.field("clearCm2", model.score?.ground.map { Int64($0.clearSquareMetres * 1e4) })
    }
    return json.bytes
  }

  /// The lines of the sweep in two strips, and how they are called and scaled.
  private static func lines(of model: CoilModel, to json: inout JSONText) {
    let sweep = model.sweep
    let names = Array(model.bandNames.enumerated())
    json.field("unit", model.isBalance ? "counts" : "µV")
    // Within so many units of 0 the scale is straight.
    json.field("straight", model.isBalance ? 10 : 1)
    json.field("firstTitle", model.isBalance ? "in phase, I" : "gates")
    json.field("secondTitle", model.isBalance ? "quadrature, Q" : "ground channels")
    json.array("bands", names) { json, band in
      let place = model.isBalance ? 2 * band.offset : band.offset
      line(
        &json, (model.isBalance ? "I, " : "") + band.element, sweep.columns.map { $0.bands[place] })
    }
    guard model.isBalance else {
      return json.array("ground", sweep.ground) { line(&$0, $1.name, $1.values) }
    }
    json.array("ground", names) { json, band in
      line(&json, "Q, " + band.element, sweep.columns.map { $0.bands[2 * band.offset + 1] })
    }
    json.array("loops", sweep.loops) { json, loop in
      json.object {
        $0.field("id", loop.id)
        $0.field("targetId", loop.targetID)
        $0.array("points", loop.points) { $0.pair($1.inPhase, $1.quadrature) }
      }
    }
  }

  private static func line(_ json: inout JSONText, _ name: String, _ values: [Int64]) {
    json.object {
      $0.field("name", name)
      $0.array("values", values) { $0.number($1) }
    }
  }

  /// East and north of each column; empty where not one is known, and held over columns without.
  private static func places(_ sweep: CoilSweep) -> [(Int64, Int64)] {
    guard var last = sweep.columns.compactMap(\.position).first else { return [] }
    return sweep.columns.map { column in
      last = column.position ?? last
      return (Int64(last.eastMillimetres), Int64(last.northMillimetres))
    }
  }

  private static func event(
    _ json: inout JSONText, _ event: DetectionEvent, _ sweep: CoilSweep
  ) {
    let isCoil = event.sensor == .induction
    json.object {
      $0.field("id", Int64(event.id))
      $0.field("column", isCoil ? event.sample.map(sweep.column(ofSample:)) : nil)
      $0.field("x", event.position.map { Int64($0.eastMillimetres) })
      $0.field("y", event.position.map { Int64($0.northMillimetres) })
      $0.field("class", (event.targetClass ?? .unknown).name.description)
      $0.field("sensor", isCoil ? "coil" : "radar")
    }
  }

  private static func truth(_ json: inout JSONText, _ annotation: RecordingAnnotation) {
    json.object {
      $0.field("x", annotation.positionMetres.flatMap { Wording.millimetres($0.east) })
      $0.field("y", annotation.positionMetres.flatMap { Wording.millimetres($0.north) })
      $0.field("radius", annotation.radiusMetres.flatMap(Wording.millimetres))
      $0.field("class", (annotation.targetClass ?? .unknown).name.description)
      $0.field("name", annotation.object ?? annotation.label)
    }
  }
}

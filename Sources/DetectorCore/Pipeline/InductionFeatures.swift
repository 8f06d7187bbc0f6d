extension DecayFeatures {
  /// Reads features off an apex; a band counts only at six standard deviations of ground and noise.
  init(apex: BumpApex, model: borrowing SoilModel, settings: InductionSettings) {
    self.init()
    let response = apex.bump.response
    let last = settings.bandCount - 1
    widthMillimetres = Int64(apex.widthCells) * PathCells.lengthQ8 / 256
    let threshold = max(Int64(settings.configuration.thresholdHundredths), 1)
    strengthHundredths = Wide.scaled(apex.bump.statisticQ8, by: 10_000, over: threshold * 256)
    lateNanovolts = response[last] / 256
    earlyNanoseconds = Self.constant(max(last - 2, 0), max(last - 1, 1), response, model, settings)
    lateNanoseconds = Self.constant(max(last - 1, 0), last, response, model, settings)
  }

  private static func constant(
    _ first: Int, _ second: Int, _ response: BandVector, _ model: borrowing SoilModel,
    _ settings: InductionSettings
  ) -> Int64? {
    // The first band's deviation is that of the ground itself; Q3 to Q8 and times six.
    guard second < settings.bandCount,
      response[second] > 192 * model.deviationQ3(band: second),
      response[first] > 192 * model.deviationQ3(band: first)
    else { return nil }
    let middle = settings.middleNanoseconds(ofBand: first)
    let apart = settings.middleNanoseconds(ofBand: second) - middle
    return DecayConstant.nanoseconds(
      early: response[first], late: response[second], apartNanoseconds: apart)
  }
}

import Foundation

/// A complex number.
public struct Complex: Equatable, Sendable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// Makes a number from its parts.
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// Makes a number of length 1 from its angle, radians.
  public init(angle: Double) { self.init(cos(angle), sin(angle)) }

  /// The length.
  public var magnitude: Double { hypot(real, imaginary) }

  /// The same with the other imaginary part.
  public var conjugate: Complex { Complex(real, -imaginary) }

  /// The root with a real part that is not negative.
  public var squareRoot: Complex {
    let length = magnitude
    let root = Complex(max(0, (length + real) / 2).squareRoot())
    let other = max(0, (length - real) / 2).squareRoot()
    return Complex(root.real, imaginary < 0 ? -other : other)
  }

  /// The sum.
  public static func + (left: Complex, right: Complex) -> Complex {
    Complex(left.real + right.real, left.imaginary + right.imaginary)
  }

  /// The difference.
  public static func - (left: Complex, right: Complex) -> Complex {
    Complex(left.real - right.real, left.imaginary - right.imaginary)
  }

  /// The product.
  public static func * (left: Complex, right: Complex) -> Complex {
    Complex(
      left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real)
  }

  /// The product with a real number.
  public static func * (left: Double, right: Complex) -> Complex {
    Complex(left * right.real, left * right.imaginary)
  }

  /// The quotient.
  public static func / (left: Complex, right: Complex) -> Complex {
    let square = right.real * right.real + right.imaginary * right.imaginary
    let product = left * right.conjugate
    return Complex(product.real / square, product.imaginary / square)
  }
}

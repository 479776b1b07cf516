package io.reprise.store.select;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * An expression that was parsed, checked against a schema and made executable. Thread-safe if the
 * {@link WriterSchemas} are.
 */
final class CompiledExpression {
  private final Program program;
  private final DataReader reader;
  private final EvaluationFaults faults;

  private CompiledExpression(Program program, DataReader reader, EvaluationFaults faults) {
    this.program = program;
    this.reader = reader;
    this.faults = faults;
  }

  /** What an expression gives for one event. */
  sealed interface Evaluation {
    /**
     * @param value a value of CEL
     */
    record Result(Object value) implements Evaluation {}

    /**
     * @param reason why there is no result, as a phrase without a full stop
     */
    record Fault(String reason) implements Evaluation {}
  }

  /**
   * Compiles an expression.
   *
   * @param result the type that the expression must have
   * @param latest returns the schema that types {@code data}; empty if there is none. Called once
   *     if the expression uses {@code data}, and otherwise not at all; what it throws is passed on
   * @param writers finds the schemas of values while events are evaluated
   * @throws InvalidExpressionException if the expression is not valid, uses a name that is not
   *     defined, or has another type
   */
  static CompiledExpression of(
      String text, CelType result, Supplier<Optional<Schema>> latest, WriterSchemas writers) {
    var place = new TextPlace(text);
    checkLength(text);
    var parsed = parse(text, place);
    var schema = usesData(parsed) ? latest.get().orElse(null) : null;
    var types = new AvroTypes(schema);
    var checked = check(parsed, types, result, place);
    LiteralChecks.check(checked, place);
    try {
      return new CompiledExpression(
          CelDialect.runtime().createProgram(checked),
          new DataReader(schema, writers),
          new EvaluationFaults(place));
    } catch (CelEvaluationException e) {
      throw new InvalidExpressionException(new EvaluationFaults(place).reason(e));
    }
  }

  private static void checkLength(String text) {
    if (text.isBlank()) {
      throw new InvalidExpressionException("column 1: the expression is empty");
    }
    int length = text.codePointCount(0, text.length());
    if (length > CelDialect.MAX_CODE_POINTS) {
      throw new InvalidExpressionException(
          "column %d: the expression has %d characters, at most %d are allowed"
              .formatted(CelDialect.MAX_CODE_POINTS + 1, length, CelDialect.MAX_CODE_POINTS));
    }
  }

  private static CelAbstractSyntaxTree parse(String text, TextPlace place) {
    try {
      return CelDialect.parser().parse(text).getAst();
    } catch (CelValidationException e) {
      throw SyntaxFaults.of(e, place);
    }
  }

  private static CelAbstractSyntaxTree check(
      CelAbstractSyntaxTree parsed, AvroTypes types, CelType result, TextPlace place) {
    try {
      return Variables.declare(CelDialect.checker(), types.rootType())
          .setTypeProvider(types)
          .setResultType(result)
          .build()
          .check(parsed)
          .getAst();
    } catch (CelValidationException e) {
      throw new TypeFaults(parsed, types, place).of(e);
    }
  }

  private static boolean usesData(CelAbstractSyntaxTree parsed) {
    return CelNavigableAst.fromAst(parsed)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.IDENT)
        .anyMatch(
            node -> node.expr().ident().name().replaceFirst("^\\.", "").equals(Variables.DATA));
  }

  /**
   * Evaluates the expression for an event.
   *
   * @throws SchemasUnavailableException if the result depends on a schema that cannot be read at
   *     the moment
   */
  Evaluation evaluate(EventView event) {
    try {
      return new Evaluation.Result(program.eval(new Variables(event, reader)));
    } catch (CelEvaluationException e) {
      throwIfUnavailable(e);
      return new Evaluation.Fault(faults.reason(e));
    }
  }

  private static void throwIfUnavailable(CelEvaluationException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SchemasUnavailableException unavailable) {
        throw unavailable;
      }
    }
  }
}

package io.reprise.store.select;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * A filter that is an expression in CEL, such as {@code type == "user.paid" && data.amountCents >
 * 100000}. The expression is compiled once. Its variables are those of {@link EventView}, and
 * {@code data}, the decoded value.
 *
 * <p>{@code data} is typed by the latest schema of the topic: whole numbers are {@code int}, other
 * numbers and decimals {@code double}, timestamps {@code timestamp}, dates and enums {@code
 * string}. A tombstone has null. If the topic has no schema, {@code data} has any type, and a value
 * that is not Avro is text.
 *
 * <p>Thread-safe if the {@link WriterSchemas} are.
 */
public final class ExpressionFilter {
  private final Program program;
  private final DataReader reader;
  private final EvaluationFaults faults;

  private ExpressionFilter(Program program, DataReader reader, EvaluationFaults faults) {
    this.program = program;
    this.reader = reader;
    this.faults = faults;
  }

  /**
   * Compiles an expression.
   *
   * @param latest returns the latest schema of the topic; empty if it has none. Called once if the
   *     expression uses {@code data}, and otherwise not at all; what it throws is passed on
   * @param writers finds the schemas of values while events are checked
   * @throws InvalidExpressionException if the expression is not valid, uses a name that is not
   *     defined, or is neither true nor false
   */
  public static ExpressionFilter compile(
      String text, Supplier<Optional<Schema>> latest, WriterSchemas writers) {
    var place = new TextPlace(text);
    checkLength(text);
    var parsed = parse(text, place);
    var schema = usesData(parsed) ? latest.get().orElse(null) : null;
    var types = new AvroTypes(schema);
    var checked = check(parsed, types, place);
    LiteralChecks.check(checked, place);
    try {
      return new ExpressionFilter(
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
      CelAbstractSyntaxTree parsed, AvroTypes types, TextPlace place) {
    try {
      return Variables.declare(CelDialect.checker(), types.rootType())
          .setTypeProvider(types)
          .setResultType(SimpleType.BOOL)
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
   * Returns whether the expression is true for an event, or why it has no result.
   *
   * @throws SchemasUnavailableException if the result depends on a schema that cannot be read at
   *     the moment
   */
  public FilterResult check(EventView event) {
    try {
      var result = program.eval(new Variables(event, reader));
      return result instanceof Boolean passes
          ? new FilterResult.Decided(passes)
          : new FilterResult.Faulty("its result is neither true nor false");
    } catch (CelEvaluationException e) {
      throwIfUnavailable(e);
      return new FilterResult.Faulty(faults.reason(e));
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

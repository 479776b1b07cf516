package io.reprise.store.select;

import dev.cel.common.types.SimpleType;
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
  private final CompiledExpression expression;

  private ExpressionFilter(CompiledExpression expression) {
    this.expression = expression;
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
    return new ExpressionFilter(CompiledExpression.of(text, SimpleType.BOOL, latest, writers));
  }

  /**
   * Returns whether the expression is true for an event, or why it has no result.
   *
   * @throws SchemasUnavailableException if the result depends on a schema that cannot be read at
   *     the moment
   */
  public FilterResult check(EventView event) {
    var evaluation = expression.evaluate(event);
    if (evaluation instanceof CompiledExpression.Evaluation.Fault fault) {
      return new FilterResult.Faulty(fault.reason());
    }
    return evaluation instanceof CompiledExpression.Evaluation.Result result
            && result.value() instanceof Boolean passes
        ? new FilterResult.Decided(passes)
        : new FilterResult.Faulty("its result is neither true nor false");
  }
}

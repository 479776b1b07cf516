package io.reprise.store.select;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An expression in CEL that gives a value for a field of an Avro record, such as {@code
 * data.amountCents / 100}. The expression is compiled once. Its variables are those of {@link
 * ExpressionFilter}. Thread-safe if the {@link WriterSchemas} are.
 */
public final class ExpressionValue {
  private final CompiledExpression expression;
  private final Schema field;

  private ExpressionValue(CompiledExpression expression, Schema field) {
    this.expression = expression;
    this.field = field;
  }

  /** What an expression gives for one event. */
  public sealed interface Result {
    /**
     * @param value a value in Avro's generic form that fits the schema of the field
     */
    record Value(@Nullable Object value) implements Result {}

    /**
     * @param reason why there is no value, as a phrase without a full stop
     */
    record Faulty(String reason) implements Result {}
  }

  /**
   * Compiles an expression.
   *
   * @param field the schema of the field that gets the value: a string, an enum, a boolean, a
   *     number or a time, or one of these or null
   * @param latest returns the schema that types {@code data}; called as by {@link
   *     ExpressionFilter#compile}
   * @param writers finds the schemas of values while events are evaluated
   * @throws InvalidExpressionException if the expression is not valid, uses a name that is not
   *     defined, or gives a value that the field cannot have
   */
  public static ExpressionValue compile(
      String text, Schema field, Supplier<Optional<Schema>> latest, WriterSchemas writers) {
    if (!AvroResults.canHold(field)) {
      throw new InvalidExpressionException(
          "column 1: an expression can give a string, a boolean, a number or a time, and the field"
              + " is of type "
              + field.getType().getName());
    }
    return new ExpressionValue(
        CompiledExpression.of(text, AvroTypes.type(field), latest, writers), field);
  }

  /**
   * Returns the value for an event, or why there is none.
   *
   * @throws SchemasUnavailableException if the value depends on a schema that cannot be read at the
   *     moment
   */
  public Result of(EventView event) {
    var evaluation = expression.evaluate(event);
    if (evaluation instanceof CompiledExpression.Evaluation.Result result) {
      try {
        return new Result.Value(AvroResults.of(result.value(), field));
      } catch (UnfitResultException e) {
        return new Result.Faulty(String.valueOf(e.getMessage()));
      }
    }
    return new Result.Faulty(((CompiledExpression.Evaluation.Fault) evaluation).reason());
  }
}

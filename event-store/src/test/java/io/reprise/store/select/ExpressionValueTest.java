package io.reprise.store.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

/** Expressions over an event without a value. */
class ExpressionValueTest {
  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final Schema INT = Schema.create(Schema.Type.INT);
  private static final Schema OPTIONAL = SchemaBuilder.nullable().stringType();
  private static final Schema COLOUR = SchemaBuilder.enumeration("Colour").symbols("RED", "BLUE");

  private static ExpressionValue compiled(String text, Schema field) {
    return ExpressionValue.compile(
        text,
        field,
        Optional::empty,
        id -> {
          throw new UnreadableValueException("no schema");
        });
  }

  private static Object value(String text, Schema field) {
    return compiled(text, field).of(new TestEvent("ada", null));
  }

  private static ExpressionValue.Result gives(Object value) {
    return new ExpressionValue.Result.Value(value);
  }

  @Test
  void givesValuesOfEachTypeThatAFieldCanHave() {
    var time = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    var date = LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));

    assertThat(value("'a' + 'b'", STRING)).isEqualTo(gives("ab"));
    assertThat(value("2 + 3", INT)).isEqualTo(gives(5));
    assertThat(value("2 + 3", Schema.create(Schema.Type.LONG))).isEqualTo(gives(5L));
    assertThat(value("1.5", Schema.create(Schema.Type.FLOAT))).isEqualTo(gives(1.5f));
    assertThat(value("1.5", Schema.create(Schema.Type.DOUBLE))).isEqualTo(gives(1.5));
    assertThat(value("1 < 2", Schema.create(Schema.Type.BOOLEAN))).isEqualTo(gives(true));
    assertThat(value("'RED'", COLOUR)).isEqualTo(gives(new GenericData.EnumSymbol(COLOUR, "RED")));
    assertThat(value("timestamp('2026-01-31T12:00:00Z')", time))
        .isEqualTo(gives(Instant.parse("2026-01-31T12:00:00Z").toEpochMilli()));
    assertThat(value("'1970-01-03'", date)).isEqualTo(gives(2));
    assertThat(value("null", OPTIONAL)).isEqualTo(gives(null));
    assertThat(value("'x'", OPTIONAL)).isEqualTo(gives("x"));
  }

  @Test
  void refusesAnExpressionOfAnotherTypeThanTheField() {
    assertThatThrownBy(() -> compiled("1 + 1", STRING))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining("the expression is of type int: the field needs string");
    assertThatThrownBy(() -> compiled("'x'", Schema.createArray(STRING)))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining("the field is of type array");
  }

  @Test
  void saysWhyAnEventHasNoValue() {
    assertThat(value("5000000000", INT))
        .isEqualTo(new ExpressionValue.Result.Faulty("its result does not fit into 32 bits"));
    assertThat(value("'GREEN'", COLOUR))
        .isEqualTo(new ExpressionValue.Result.Faulty("its result is not a symbol of enum Colour"));
    assertThat(value("1 / 0", INT).toString()).contains("division by zero");
  }
}

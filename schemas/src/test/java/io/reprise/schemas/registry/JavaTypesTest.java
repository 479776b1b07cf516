package io.reprise.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class JavaTypesTest {
  private static final String FIELDS =
      """
      {"type":"record","name":"E","fields":[
        {"name":"a","type":["null",%1$s]},
        {"name":"b","type":{"type":"map","values":%1$s%2$s}},
        {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}
      """;

  @Test
  void leavesOutWhatOnlyJavaNeeds() {
    var generated =
        schema(
            "{\"type\":\"string\",\"avro.java.string\":\"String\"}",
            ",\"avro.java.string\":\"String\"");

    assertThat(JavaTypes.without(generated)).isEqualTo(schema("\"string\"", ""));
  }

  @Test
  void keepsLogicalTypesAndWhateverElseReadersSee() {
    var plain = schema("\"string\"", ",\"unit\":\"cents\"");

    assertThat(JavaTypes.without(plain)).isSameAs(plain);
    assertThat(JavaTypes.without(schema("\"string\"", ""))).isNotEqualTo(plain);
  }

  private static Schema schema(String string, String more) {
    return new Schema.Parser().parse(FIELDS.formatted(string, more));
  }
}

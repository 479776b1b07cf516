package io.reprise.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroJsonTest {
  private static final Schema ORDER =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Order","namespace":"t","fields":[
                {"name":"id","type":{"type":"string","logicalType":"uuid"}},
                {"name":"count","type":"int"},
                {"name":"total","type":{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}},
                {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
                {"name":"day","type":{"type":"int","logicalType":"date"},"default":0},
                {"name":"state","type":{"type":"enum","name":"S","symbols":["NEW","PAID"]},"default":"NEW"},
                {"name":"lines","type":{"type":"array","items":
                  {"type":"record","name":"Line","fields":[{"name":"sku","type":"string"}]}},"default":[]},
                {"name":"tags","type":{"type":"map","values":"long"},"default":{}},
                {"name":"note","type":["null","string"],"default":null},
                {"name":"either","type":["long","string"],"default":0},
                {"name":"raw","type":"bytes","default":""},
                {"name":"ratio","type":"double","default":0.5},
                {"name":"paid","type":"boolean","default":false}
              ]}
              """);
  private static final String GOOD =
      """
      {"id":"0b9f2a3e-5f0e-4d0e-9c59-0a8e3a6b1c11","count":3,"total":12.5,"at":"2026-01-31T12:00:00Z",
       "day":"2026-01-31","state":"PAID","lines":[{"sku":"a"},{"sku":"b"}],"tags":{"x":1},
       "note":"hello","either":"text","raw":"AQI=","ratio":2,"paid":true}
      """;

  @Test
  void comesBackAsItWasWritten() {
    var encoded = encoded(json(GOOD));

    var back = AvroJson.decode(encoded, 0, ORDER);

    assertThat(back.path("total").decimalValue()).isEqualByComparingTo("12.50");
    assertThat(back.path("ratio").asDouble()).isEqualTo(2.0);
    var expected = (com.fasterxml.jackson.databind.node.ObjectNode) json(GOOD);
    var got = (com.fasterxml.jackson.databind.node.ObjectNode) back.deepCopy();
    for (var lossy : List.of("total", "ratio")) {
      expected.remove(lossy);
      got.remove(lossy);
    }
    assertThat(got).hasToString(expected.toString());
  }

  @Test
  void fillsInDefaults() {
    var data =
        json(
            "{\"id\":\"0b9f2a3e-5f0e-4d0e-9c59-0a8e3a6b1c11\",\"count\":1,\"total\":\"1\",\"at\":0}");

    var back = AvroJson.decode(encoded(data), 0, ORDER);

    assertThat(back.path("state").asText()).isEqualTo("NEW");
    assertThat(back.path("note").isNull()).isTrue();
    assertThat(back.path("lines")).isEmpty();
    assertThat(back.path("at").asText()).isEqualTo("1970-01-01T00:00:00Z");
  }

  @Test
  void tellsAllFaultsAtOnceWithTheirPaths() {
    var data =
        json(
            "{\"id\":\"x\",\"total\":1.234,\"at\":\"noon\",\"lines\":[{\"sku\":\"a\"},{\"sku\":7}],\"tags\":{\"k\":\"v\"},\"colour\":1}");

    assertThat(faults(data))
        .extracting(FieldFault::path)
        .containsExactly("id", "count", "total", "at", "lines[1].sku", "tags[k]", "colour");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "count  | 'three'      | must be a whole number of 32 bits, not text of length 5",
        "count  | -3000000000  | must be a whole number of 32 bits, not a whole number of length"
            + " 10",
        "count  | 1.5          | must be a whole number of 32 bits, not a number with a fraction",
        "count  | null         | must be a whole number of 32 bits, not null",
        "state  | 'PIAD'       | must be one of NEW, PAID, not text of length 4",
        "note   | 5            | must be text, not a whole number of length 1",
        "either | true         | must be one of long, string, not true",
        "raw    | '!!'         | must be Base64 text, not text of length 2",
        "paid   | 'yes'        | must be true or false, not text of length 3",
        "lines  | {}           | must be a list, not an object",
        "day    | '31.1.2026'  | must be a date such as 2026-01-31, not text of length 9",
        "total  | 99999.99     | must be a decimal of at most 6 digits, 2 of them behind the point,"
            + " not a number with a fraction",
      })
  void saysWhatWouldDo(String field, String value, String reason) {
    var data = (com.fasterxml.jackson.databind.node.ObjectNode) json(GOOD);
    data.set(field, json(value.replace('\'', '"')));

    assertThat(faults(data)).containsExactly(new FieldFault(field, reason));
  }

  @Test
  void refusesWhatIsNoObject() {
    assertThat(faults(json("[1]")))
        .containsExactly(new FieldFault("", "must be an object, not a list"));
  }

  @Test
  void stopsCountingFaultsInTime() {
    var data = (com.fasterxml.jackson.databind.node.ObjectNode) json(GOOD);
    for (int i = 0; i < 100; i++) {
      data.put("unknown" + i, i);
    }

    assertThat(faults(data)).hasSize(AvroConversion.MOST_FAULTS);
  }

  @Test
  void refusesBytesOfAnotherSchema() {
    assertThatThrownBy(() -> AvroJson.decode(new byte[] {1, 2, 3}, 0, ORDER))
        .hasMessageContaining("not of schema t.Order");
  }

  private static byte[] encoded(JsonNode data) {
    var converted = AvroJson.encode(data, ORDER);
    assertThat(converted).isInstanceOf(AvroConversion.Encoded.class);
    return ((AvroConversion.Encoded) converted).avro();
  }

  private static List<FieldFault> faults(JsonNode data) {
    var converted = AvroJson.encode(data, ORDER);
    assertThat(converted).isInstanceOf(AvroConversion.Faulty.class);
    return ((AvroConversion.Faulty) converted).faults();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}

package io.reprise.replay.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.Policy;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.json.AvroConversion.Encoded;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.value.ValueReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Records of which something is hidden, as the API of a worker shows them. */
class MaskedRecordTest {
  /** A field of each type of Avro. Each value contains PRIVATE, or is of a type that cannot. */
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "All", "fields": [
                {"name": "text", "type": "string"},
                {"name": "bytes", "type": "bytes"},
                {"name": "fixed", "type": {"type": "fixed", "name": "F", "size": 7}},
                {"name": "enum", "type": {"type": "enum", "name": "E", "symbols": ["PRIVATE", "B"]}},
                {"name": "int", "type": "int"},
                {"name": "long", "type": "long"},
                {"name": "float", "type": "float"},
                {"name": "double", "type": "double"},
                {"name": "boolean", "type": "boolean"},
                {"name": "null", "type": "null"},
                {"name": "optional", "type": ["null", "string"]},
                {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "decimal",
                 "type": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}},
                {"name": "list", "type": {"type": "array", "items": "string"}},
                {"name": "map", "type": {"type": "map", "values": "string"}},
                {"name": "nested", "type": {"type": "record", "name": "N", "fields": [
                  {"name": "hidden", "type": "string"}, {"name": "shown", "type": "string"}]}},
                {"name": "nestedList", "type": {"type": "array", "items": "N"}},
                {"name": "nestedMap", "type": {"type": "map", "values": "N"}},
                {"name": "union", "type": ["null", "string", "N"]}]}
              """);

  private static final String NESTED = "{\"hidden\": \"PRIVATE\", \"shown\": \"public\"}";
  private static final String VALUE =
      """
      {"text": "PRIVATE", "bytes": "%1$s", "fixed": "%1$s", "enum": "PRIVATE", "int": 71, "long": 72,
       "float": 73.5, "double": 74.5, "boolean": true, "null": null, "optional": "PRIVATE",
       "time": "2026-01-01T00:00:00Z", "decimal": 75.25, "list": ["PRIVATE"],
       "map": {"PRIVATE": "PRIVATE"}, "nested": %2$s, "nestedList": [%2$s, %2$s],
       "nestedMap": {"a": %2$s}, "union": %2$s}
      """
          .formatted(Base64.getEncoder().encodeToString("PRIVATE".getBytes(UTF_8)), NESTED);

  private static FieldMask mask(String fields) {
    return ConfigFile.parse(
            "policy.yaml",
            """
            bindings: [{principal: mia, role: viewer, topics: [users]}]
            masks: [{role: viewer, topics: [users], fields: [%s]}]
            """
                .formatted(fields),
            Policy.class,
            Map.of())
        .mask(new Principal("mia"), "users");
  }

  private static JsonNode masked(String fields, String value) throws Exception {
    var encoded = (Encoded) AvroJson.encode(Json.json().readTree(value), SCHEMA);
    var masked = mask(fields).valueOf(encoded.avro(), bytes -> AvroJson.decode(bytes, 0, SCHEMA));
    assertThat(masked).isNotNull();
    return masked.json();
  }

  @Test
  void hidesFieldsOfEachTypeOfAvro() throws Exception {
    for (var field : SCHEMA.getFields()) {
      var before = masked("nothing", VALUE);
      var after = masked("'" + field.name() + "'", VALUE);

      assertThat(after.path(field.name()).asText()).as(field.name()).isEqualTo("(masked)");
      before
          .properties()
          .forEach(
              other -> {
                if (!other.getKey().equals(field.name())) {
                  assertThat(after.path(other.getKey())).isEqualTo(other.getValue());
                }
              });
    }
  }

  @Test
  void nothingIsLeftIfEachFieldIsHidden() throws Exception {
    var names = new ArrayList<String>();
    SCHEMA.getFields().forEach(field -> names.add("'" + field.name() + "'"));

    var all = masked("'*'", VALUE);

    assertThat(masked(String.join(", ", names), VALUE)).isEqualTo(all);
    assertThat(StreamSupport.stream(all.spliterator(), false).map(JsonNode::asText))
        .containsOnly("(masked)")
        .hasSize(SCHEMA.getFields().size());
  }

  @Test
  void hidesFieldsInRecordsListsMapsAndUnions() throws Exception {
    var shown = masked("nested.hidden, nestedList.hidden, nestedMap.*.hidden, union.hidden", VALUE);

    for (var nested :
        new JsonNode[] {
          shown.at("/nested"),
          shown.at("/nestedList/0"),
          shown.at("/nestedList/1"),
          shown.at("/nestedMap/a"),
          shown.at("/union")
        }) {
      assertThat(nested.path("hidden").asText()).isEqualTo("(masked)");
      assertThat(nested.path("shown").asText()).isEqualTo("public");
    }
  }

  @Test
  void aBranchOfAUnionWithoutFieldsIsHiddenAsAWhole() throws Exception {
    var text = VALUE.replace("\"union\": " + NESTED, "\"union\": \"PRIVATE\"");
    var none = VALUE.replace("\"union\": " + NESTED, "\"union\": null");

    assertThat(masked("union.hidden", text).path("union").asText()).isEqualTo("(masked)");
    assertThat(masked("union.hidden", none).path("union").isNull()).isTrue();
  }

  @Test
  void showsNoBytesOfAValueThatCannotBeRead() throws Exception {
    for (var value :
        new String[] {"PRIVATE text", "\0\0\0\0\1PRIVATE", "{\"email\":\"PRIVATE\"}"}) {
      var record =
          new ConsumerRecord<>("users", 0, 7, "ann".getBytes(UTF_8), value.getBytes(UTF_8));

      var view = RecordView.of(record, mask("email"), ValueReader.NONE);
      var json = Json.json().valueToTree(view);

      assertThat(view.valueBase64()).isNull();
      assertThat(json.path("value").asText()).isEqualTo("(masked)");
      assertThat(json.path("masked").asText())
          .startsWith("the policy hides email from you; the value is hidden as a whole, because ");
      assertThat(json.path("key").asText()).isEqualTo("ann");
    }
  }

  @Test
  void hidesKeysAndHeadersThatRepeatThem() {
    var record = new ConsumerRecord<>("users", 0, 7, "ann".getBytes(UTF_8), "x".getBytes(UTF_8));
    record.headers().add("ce_subject", "ann".getBytes(UTF_8));
    record.headers().add("ce_type", "t".getBytes(UTF_8));

    var view = RecordView.of(record, mask("$key"), ValueReader.NONE);

    assertThat(view.key()).isEqualTo("(masked)");
    assertThat(view.keyBase64()).isNull();
    assertThat(view.headers())
        .extracting(RecordView.HeaderView::value)
        .containsExactly("(masked)", "t");
    assertThat(view.valueBase64()).isEqualTo("x".getBytes(UTF_8));
    assertThat(view.masked()).isEqualTo("the policy hides $key from you");
  }

  @Test
  void aRecordWithoutAMaskLooksAsBefore() {
    var record = new ConsumerRecord<>("users", 0, 7, "ann".getBytes(UTF_8), "x".getBytes(UTF_8));

    var json = Json.json().valueToTree(RecordView.of(record, FieldMask.NONE, ValueReader.NONE));

    assertThat(json.has("value")).isFalse();
    assertThat(json.has("masked")).isFalse();
    assertThat(json.path("valueBase64").asText()).isEqualTo("eA==");
  }
}

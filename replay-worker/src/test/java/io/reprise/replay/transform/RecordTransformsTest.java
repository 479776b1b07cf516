package io.reprise.replay.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.select.NoRegistryException;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.spec.Transform;
import io.reprise.replay.spec.Transform.Drop;
import io.reprise.replay.spec.Transform.Mask;
import io.reprise.replay.spec.Transform.MaskKind;
import io.reprise.replay.spec.Transform.Rekey;
import io.reprise.replay.spec.Transform.Rename;
import io.reprise.replay.spec.Transform.SetField;
import io.reprise.replay.spec.Transform.Upcast;
import io.reprise.replay.spec.Transforms;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.json.AvroConversion.Encoded;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.UnreadableValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topic {@code users} has schema 1. Topic {@code copy} has the schema that a test gives it. */
class RecordTransformsTest {
  private static final Schema USER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "User", "namespace": "a", "fields": [
                {"name": "name", "type": "string"},
                {"name": "email", "type": ["null", "string"], "default": null},
                {"name": "cents", "type": "long"},
                {"name": "address", "type": {"type": "record", "name": "Address", "fields": [
                  {"name": "street", "type": "string"}, {"name": "city", "type": "string"}]}},
                {"name": "phones", "type": {"type": "array", "items": "string"}}]}
              """);

  private static final String VALUE =
      """
      {"name": "Ada", "email": "ada@example.org", "cents": 1250,
       "address": {"street": "Main Street 7", "city": "Bern"},
       "phones": ["+41790000001", "+41790000002"]}
      """;

  @TempDir private Path directory;
  private final Map<Integer, Schema> byId = new HashMap<>(Map.of(1, USER));
  private final Map<String, Integer> latest = new HashMap<>(Map.of("users", 1));
  private List<Integer> versions = List.of(1);
  private RecordTransforms transforms;

  private final class KnownSchemas implements EventSchemas {
    @Override
    public Optional<RegisteredSchema> latest(String topic) {
      return Optional.ofNullable(latest.get(topic))
          .map(id -> new RegisteredSchema(topic + "-value", id, id, byId.get(id)));
    }

    @Override
    public List<RegisteredSchema> versions(String topic) {
      return versions.stream()
          .map(id -> new RegisteredSchema(topic + "-value", id, id, byId.get(id)))
          .toList();
    }

    @Override
    public Schema byId(int id) {
      if (!byId.containsKey(id)) {
        throw new UnreadableValueException("the schema registry has no schema with id " + id);
      }
      return byId.get(id);
    }
  }

  @BeforeEach
  void prepare() throws Exception {
    transforms = new RecordTransforms(new KnownSchemas(), key("0123456789abcdef"));
  }

  private MaskKey key(String secret) throws Exception {
    return MaskKey.read(Files.writeString(directory.resolve("mask.key"), secret + "\n"));
  }

  private static ReplaySpec spec(Transform... steps) {
    return new ReplaySpec(
            null,
            "test",
            new SourceRange("users", null, null, null, null),
            null,
            "copy",
            null,
            null,
            null)
        .withTransforms(new Transforms(List.of(steps), null, null));
  }

  private static Plan plan(ReplaySpec spec) {
    var plan = Samples.plan(1, Throttle.NONE);
    return new Plan(
        spec,
        plan.topicId(),
        plan.compacted(),
        plan.topicPartitions(),
        plan.partitions(),
        plan.shards(),
        plan.records(),
        plan.bytes(),
        plan.readAmplification(),
        plan.targetStarts(),
        plan.expectedSeconds(),
        plan.notes(),
        plan.hash(),
        null,
        null,
        null);
  }

  private RecordTransform compiled(Transform... steps) {
    return transforms.of(plan(transforms.checked(spec(steps), "copy"))).orElseThrow();
  }

  private static ConsumerRecord<byte[], byte[]> record(int id, String json) throws Exception {
    var encoded = (Encoded) AvroJson.encode(Json.json().readTree(json), USER);
    return new ConsumerRecord<>(
        "users", 3, 17, "ada".getBytes(UTF_8), WireFormat.frame(id, encoded.avro()));
  }

  private String changed(Transform... steps) throws Exception {
    var result = compiled(steps).apply(record(1, VALUE));
    assertThat(result).isInstanceOf(TransformResult.Changed.class);
    var record = ((TransformResult.Changed) result).record();
    assertThat(record.offset()).isEqualTo(17);
    assertThat(record.partition()).isEqualTo(3);
    assertThat(record.key()).isEqualTo("ada".getBytes(UTF_8));
    int id = WireFormat.schemaId(record.value()).orElseThrow();
    return AvroJson.decode(record.value(), WireFormat.PREFIX_BYTES, byId.get(id)).toString();
  }

  private static Mask mask(String field, MaskKind how) {
    return new Mask(field, how, null);
  }

  @Test
  void masksTextsWhereverTheyAre() throws Exception {
    assertThat(
            changed(
                mask("name", MaskKind.REDACT),
                mask("address.street", MaskKind.REDACT),
                mask("email", MaskKind.KEEP_LAST_4),
                mask("phones", MaskKind.KEEP_LAST_4)))
        .isEqualTo(
            """
            {"name":"(masked)","email":"****.org","cents":1250,\
            "address":{"street":"(masked)","city":"Bern"},"phones":["****0001","****0002"]}\
            """);
  }

  @Test
  void hashesEqualTextsAlikeInEveryWorkerAndOnlyWithTheKey() throws Exception {
    var first = changed(mask("email", MaskKind.HASH));

    assertThat(changed(mask("email", MaskKind.HASH))).isEqualTo(first);
    assertThat(first).containsPattern("\"email\":\"[0-9a-f]{32}\"").doesNotContain("example");
    transforms = new RecordTransforms(new KnownSchemas(), key("another key of 32 characters..."));
    assertThat(changed(mask("email", MaskKind.HASH))).isNotEqualTo(first);
  }

  @Test
  void leavesNullAndTombstonesAsTheyAre() throws Exception {
    var transform = compiled(mask("email", MaskKind.HASH));
    var tombstone = new ConsumerRecord<byte[], byte[]>("users", 0, 1, new byte[0], null);

    assertThat(transform.apply(tombstone)).isEqualTo(new TransformResult.Changed(tombstone));
    var result = transform.apply(record(1, VALUE.replace("\"ada@example.org\"", "null")));
    var value = ((TransformResult.Changed) result).record().value();
    assertThat(AvroJson.decode(value, WireFormat.PREFIX_BYTES, USER).path("email").isNull())
        .isTrue();
  }

  @Test
  void setsAFieldToTheValueOfAnExpressionOverTheEventAsItWasRead() throws Exception {
    assertThat(
            changed(
                mask("name", MaskKind.REDACT),
                new SetField("cents", "data.cents / 10"),
                new SetField("email", "data.name + '@test'")))
        .startsWith("{\"name\":\"(masked)\",\"email\":\"Ada@test\",\"cents\":125,");
  }

  @Test
  void writesChangedFieldsWithTheLatestSchemaOfTheTarget() throws Exception {
    byId.put(
        2,
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Person", "fields": [
                  {"name": "country", "type": "string"},
                  {"name": "fullName", "type": "string"},
                  {"name": "cents", "type": "double"},
                  {"name": "vip", "type": "boolean", "default": false}]}
                """));
    latest.put("copy", 2);

    assertThat(
            changed(
                new Rename("name", "fullName"), new Drop("email"), new SetField("country", "'CH'")))
        .isEqualTo("{\"country\":\"CH\",\"fullName\":\"Ada\",\"cents\":1250.0,\"vip\":false}");
  }

  /** The newest version of the schema of topic {@code users}: it has one more field. */
  private void registerNewest(String field) {
    byId.put(
        2,
        new Schema.Parser()
            .parse(
                USER.toString()
                    .replace(
                        "\"fields\":[{\"name\":\"name\"",
                        "\"fields\":[" + field + ",{\"name\":\"name\"")));
    latest.put("users", 2);
    versions = List.of(1, 2);
  }

  @Test
  void writesEventsOfAllVersionsWithTheNewestSchema() throws Exception {
    registerNewest("{\"name\":\"vip\",\"type\":\"boolean\",\"default\":false}");

    var checked = transforms.checked(spec(new Upcast()), "copy").transforms();
    assertThat(List.of(checked.readSchema(), checked.writeSchema())).containsExactly(2, 2);
    assertThat(changed(new Upcast())).startsWith("{\"vip\":false,\"name\":\"Ada\",\"email\":");
    assertThat(changed(new Upcast(), mask("name", MaskKind.REDACT)))
        .startsWith("{\"vip\":false,\"name\":\"(masked)\",");
  }

  @Test
  void refusesToUpcastEventsThatTheNewestSchemaCannotRead() {
    registerNewest("{\"name\":\"vip\",\"type\":\"boolean\"}");

    refused(
        "upcast to version 2 (schema 2) of subject users-value, which cannot read all events:"
            + " events of version 1 (schema 1) lack field 'vip'",
        new Upcast());
  }

  @Test
  void refusesToUpcastToASchemaThatLosesAField() {
    registerNewest("{\"name\":\"vip\",\"type\":\"boolean\",\"default\":false}");
    latest.put("copy", 1);

    refused("upcast would lose field 'vip' of record User, which schema 1", new Upcast());
    var old = spec(new Upcast()).withTransforms(new Transforms(List.of(new Upcast()), 1, null));
    assertThatThrownBy(() -> transforms.checked(old, "copy"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining(
            "schema 2, the newest of subject users-value, and transforms.readSchema is 1");
  }

  private String key(Transform... steps) throws Exception {
    var result = compiled(steps).apply(record(1, VALUE));
    var record = ((TransformResult.Changed) result).record();
    assertThat(record.serializedKeySize()).isEqualTo(record.key().length);
    return new String(record.key(), UTF_8);
  }

  @Test
  void makesAFieldTheKeyAsTheStepsBeforeHaveMadeIt() throws Exception {
    assertThat(key(new Rekey("email", null))).isEqualTo("ada@example.org");
    assertThat(key(new Rekey("cents", null))).isEqualTo("1250");
    assertThat(key(mask("email", MaskKind.KEEP_LAST_4), new Rekey("email", null)))
        .isEqualTo("****.org");
    assertThat(key(new Rekey("email", null), mask("email", MaskKind.REDACT)))
        .isEqualTo("ada@example.org");
    assertThat(key(new Rekey(null, "data.address.city + ':' + key"))).isEqualTo("Bern:ada");
  }

  @Test
  void deliversNothingWithoutTheNewKey() throws Exception {
    var transform = compiled(new Rekey("email", null));
    var noEmail = record(1, VALUE.replace("\"ada@example.org\"", "null"));

    assertThat(transform.apply(noEmail))
        .isEqualTo(new TransformResult.Faulty("its new key is null"));
    assertThat(transform.apply(new ConsumerRecord<>("users", 0, 1, new byte[0], null)))
        .isInstanceOf(TransformResult.Faulty.class);
  }

  @Test
  void refusesAKeyThatIsNoneByName() {
    refused("rekey of nane: record User has no field 'nane'", new Rekey("nane", null));
    refused("rekey of address: the field is of type record", new Rekey("address", null));
    refused("rekey, column 5: the expression is of type int", new Rekey(null, "data.cents"));
    assertThatThrownBy(() -> spec(new Rekey("name", null), new Rekey("email", null)))
        .hasMessageContaining("several steps rekey");
    assertThatThrownBy(() -> new Rekey(null, null)).hasMessageContaining("either field or value");
  }

  @Test
  void namesSchemasAndKeyInThePlan() {
    var checked = transforms.checked(spec(mask("email", MaskKind.HASH)), "copy").transforms();

    assertThat(checked.readSchema()).isEqualTo(1);
    assertThat(checked.writeSchema()).isEqualTo(1);
    assertThat(((Mask) checked.steps().get(0)).key()).matches("[0-9a-f]{16}");
  }

  @Test
  void refusesWhatDoesNotFitByName() {
    refused("mask of emial: record User has no field 'emial'", mask("emial", null));
    refused(
        "mask of address.stret: record Address has no field 'stret'", mask("address.stret", null));
    refused("mask of cents: the path is of type long", mask("cents", null));
    refused("drop of x: record User has no field 'x'", new Drop("x"));
    refused("rename of name: there is a field 'email' already", new Rename("name", "email"));
    refused(
        "set of cents, column 1: the expression is of type string", new SetField("cents", "'x'"));
    refused(
        "set of cents, column 6: record User has no field 'cent'",
        new SetField("cents", "data.cent"));
    refused(
        "topic 'copy' has no schema for it: register one for its subject copy-value",
        new Drop("email"));
    byId.put(2, USER);
    latest.put("copy", 2);
    refused(
        "schema 2, with which the changed data is to be written, does not accept it",
        new Drop("name"));
  }

  private void refused(String message, Transform... steps) {
    assertThatThrownBy(() -> transforms.checked(spec(steps), "copy"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining(message);
  }

  @Test
  void neverPassesOnWhatItCannotChange() throws Exception {
    var transform = compiled(new SetField("cents", "1 / (data.cents - 1250)"));
    var text = new ConsumerRecord<>("users", 0, 1, new byte[0], "x".getBytes(UTF_8));

    assertThat(transform.apply(record(1, VALUE)).toString())
        .contains("Faulty", "set of cents has no result", "division by zero");
    assertThat(transform.apply(text))
        .isEqualTo(new TransformResult.Faulty("its value is not Avro with a schema id"));
    assertThat(transform.apply(record(9, VALUE)))
        .isEqualTo(new TransformResult.Faulty("the schema registry has no schema with id 9"));
    byte[] broken = record(1, VALUE).value().clone();
    broken[WireFormat.PREFIX_BYTES] = 127;
    assertThat(transform.apply(new ConsumerRecord<>("users", 0, 1, new byte[0], broken)))
        .isInstanceOf(TransformResult.Faulty.class);
  }

  @Test
  void aWorkerWithoutTheKeyOfThePlanDeliversNothing() throws Exception {
    var plan = plan(transforms.checked(spec(mask("email", MaskKind.HASH)), "copy"));

    var other = new RecordTransforms(new KnownSchemas(), key("another key of 32 characters..."));
    assertThatThrownBy(() -> other.of(plan))
        .isInstanceOf(WrongMaskKeyException.class)
        .hasMessageContaining("give all workers the same file");
    var without = new RecordTransforms(new KnownSchemas(), null);
    assertThatThrownBy(() -> without.of(plan)).isInstanceOf(WrongMaskKeyException.class);
    assertThatThrownBy(() -> without.checked(spec(mask("email", MaskKind.HASH)), "copy"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("set maskKeyFile in the configuration of every worker");
    assertThatThrownBy(() -> RecordTransforms.NONE.checked(spec(mask("name", null)), "copy"))
        .isInstanceOf(NoRegistryException.class);
  }

  @Test
  void refusesAKeyThatIsTooShort() {
    assertThatThrownBy(() -> key("secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a key of 6 bytes: give at least 16");
  }
}

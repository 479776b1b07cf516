package io.reprise.store.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reprise.schemas.json.AvroConversion;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionFilterTest {
  private static final Schema OLD =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Order","namespace":"shop","fields":[
               {"name":"amountCents","type":"long"}]}
              """);
  private static final Schema LATEST =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Order","namespace":"shop","fields":[
               {"name":"amountCents","type":"long"},
               {"name":"count","type":"int","default":1},
               {"name":"share","type":"float","default":1.1},
               {"name":"paid","type":"boolean","default":false},
               {"name":"note","type":["null","string"],"default":null},
               {"name":"state","type":{"type":"enum","name":"State","symbols":["OPEN","SENT"]},
                "default":"OPEN"},
               {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},
                "default":1000},
               {"name":"day","type":{"type":"int","logicalType":"date"},"default":1},
               {"name":"tags","type":["null",{"type":"array","items":"string"}],"default":null},
               {"name":"labels","type":{"type":"map","values":"int"},"default":{}},
               {"name":"buyer","type":["null",{"type":"record","name":"Buyer","fields":[
                {"name":"city","type":"string"},
                {"name":"referrer","type":["null","Buyer"],"default":null}]}],"default":null},
               {"name":"items","type":{"type":"array","items":{"type":"record","name":"Item",
                "fields":[{"name":"price","type":"long"}]}},"default":[]},
               {"name":"either","type":["long","string"],"default":7}]}
              """);
  private static final int LATEST_ID = 7;
  private static final int OLD_ID = 3;
  private static final Map<Integer, Schema> SCHEMAS = Map.of(LATEST_ID, LATEST, OLD_ID, OLD);

  private static final String FULL =
      """
      {"amountCents":250000,"count":2,"share":1.1,"paid":true,"note":"a gift","state":"SENT",
       "at":"2026-01-31T12:00:00Z","day":"2026-01-31","tags":["new","big"],
       "labels":{"red":1},"buyer":{"city":"Ulm","referrer":{"city":"Bonn","referrer":null}},
       "items":[{"price":100},{"price":3}],"either":"x"}
      """;

  private static Schema byId(int id) {
    var schema = SCHEMAS.get(id);
    if (schema == null) {
      throw new UnreadableValueException("the schema registry has no schema with id " + id);
    }
    return schema;
  }

  private static byte[] value(int id, String json) {
    try {
      var node = new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
      var encoded = (AvroConversion.Encoded) AvroJson.encode(node, byId(id));
      return WireFormat.frame(id, encoded.avro());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private static EventView full() {
    return new TestEvent("ada", value(LATEST_ID, FULL));
  }

  private static ExpressionFilter compile(String expression) {
    return ExpressionFilter.compile(
        expression, () -> Optional.of(LATEST), ExpressionFilterTest::byId);
  }

  private static FilterResult check(String expression, EventView event) {
    return compile(expression).check(event);
  }

  private static FilterResult decided(boolean passes) {
    return new FilterResult.Decided(passes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type == \"user.ordered\" && data.amountCents > 100000",
        "source == '/shop' && key == 'ada' && key.startsWith('a')",
        "time == timestamp('2026-01-31T12:00:00Z') && time < timestamp('2026-02-01T00:00:00Z')",
        "time - duration('1h30m') < time && time.getFullYear() == 2026",
        "partition == 3 && offset >= 4711 && offset % 2 == 1",
        "headers.trace == 'abc' && headers['ce_id'] == '17' && !has(headers.none)",
        "'trace' in headers",
        "data.amountCents == 250000 && data.count + 1 == 3 && data.amountCents > 2499.5",
        "data.share == 1.1 && data.paid",
        "data.note != null && data.note.contains('gift') && has(data.note)",
        "data.note.matches('^a g.ft$')",
        "data.state == 'SENT' && data.day == '2026-01-31' && data.at == time",
        "has(data.tags) && 'big' in data.tags && data.tags.size() == 2",
        "data.labels['red'] == 1 && data.labels.red < 2",
        "data.buyer != null && data.buyer.city == 'Ulm' && data.buyer.referrer.city == 'Bonn'",
        "!has(data.buyer.referrer.referrer) && data.buyer.referrer.referrer == null",
        "data.items.exists(i, i.price > 99) && data.items.all(i, has(i.price))",
        "data.items.filter(i, i.price < 99).size() == 1 && data.items[1].price == 3",
        "data.either == 'x'",
        "data != null && data == data",
      })
  void isTrueForTheEvent(String expression) {
    assertThat(check(expression, full())).isEqualTo(decided(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type == 'user.paid'",
        "data.amountCents < 100",
        "data.note == null",
        "data == null",
        "type == 'user.paid' && data.items[9].price == 1",
        "data.items[9].price == 1 && type == 'user.paid'",
      })
  void isFalseForTheEvent(String expression) {
    assertThat(check(expression, full())).isEqualTo(decided(false));
  }

  @Test
  void aValueOfAnOlderSchemaHasTheDefaultsOfTheLatest() {
    var event = new TestEvent("ada", value(OLD_ID, "{\"amountCents\":5}"));

    assertThat(
            check(
                "data.amountCents == 5 && data.count == 1 && data.note == null && data.day =="
                    + " '1970-01-02' && !has(data.tags) && data.labels.size() == 0",
                event))
        .isEqualTo(decided(true));
  }

  @Test
  void aTombstoneHasNullAsItsDataAndAnEventMayLackAKey() {
    var tombstone = new TestEvent(null, null);

    assertThat(check("data == null && key == null", tombstone)).isEqualTo(decided(true));
    assertThat(check("data != null && data.count > 0", tombstone)).isEqualTo(decided(false));
    assertThat(check("data.count > 0", tombstone))
        .isEqualTo(
            new FilterResult.Faulty(
                "column 6: 'count' cannot be read from a value that is null or has no fields"));
    assertThat(check("key.startsWith('a')", tombstone))
        .isEqualTo(
            new FilterResult.Faulty(
                "column 15: 'startsWith' cannot be applied to these values, one of which may be"
                    + " null"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "data.items[9].price == 1     | column 11: the list has no element 9",
        "headers.none == 'x'          | column 9: there is no key 'none'",
        "data.amountCents / (data.count - 2) == 1 | column 18: division by zero",
        "data.amountCents * 9000000000000000 > 0  | column 18: a number does not fit into 64 bits",
        "data.either > 5              | column 13: '>' cannot be applied to these values, one of"
            + " which may be null",
        "data.either                  | its result is neither true nor false",
      })
  void aFailedEvaluationSaysWhereAndWhy(String expression, String reason) {
    assertThat(check(expression, full())).isEqualTo(new FilterResult.Faulty(reason));
  }

  @Test
  void aValueThatCannotBeReadIsAFaultOnlyWhereItIsNeeded() {
    var broken = new TestEvent("ada", WireFormat.frame(LATEST_ID, new byte[] {2}));
    var unknown = new TestEvent("ada", WireFormat.frame(9, new byte[] {2}));
    var text = new TestEvent("ada", "hello".getBytes(StandardCharsets.UTF_8));
    var expression = "data.count > 0";

    assertThat(check(expression, broken))
        .isEqualTo(
            new FilterResult.Faulty(
                "its value of schema 7 cannot be read as the topic's latest schema"));
    assertThat(check(expression, unknown))
        .isEqualTo(new FilterResult.Faulty("the schema registry has no schema with id 9"));
    assertThat(check(expression, text))
        .isEqualTo(new FilterResult.Faulty("its value is not Avro with a schema id"));
    assertThat(check("type == 'user.paid' && " + expression, unknown)).isEqualTo(decided(false));
    assertThat(check("offset > 0", unknown)).isEqualTo(decided(true));
  }

  @Test
  void theSchemaIsAskedForOnlyIfTheExpressionUsesData() {
    var filter =
        ExpressionFilter.compile(
            "type.endsWith('ordered')",
            () -> {
              throw new AssertionError("asked");
            },
            ExpressionFilterTest::byId);

    assertThat(filter.check(full())).isEqualTo(decided(true));
    assertThatThrownBy(
            () ->
                ExpressionFilter.compile(
                    "data == null",
                    () -> {
                      throw new IllegalStateException("asked");
                    },
                    ExpressionFilterTest::byId))
        .hasMessage("asked");
  }

  @Test
  void aTopicWithoutASchemaHasDataOfAnyType() {
    var filter =
        ExpressionFilter.compile(
            "data.contains('ell') || data.amountCents == 5",
            Optional::empty,
            ExpressionFilterTest::byId);

    assertThat(filter.check(new TestEvent("a", "hello".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(decided(true));
    assertThat(filter.check(new TestEvent("a", value(OLD_ID, "{\"amountCents\":5}"))))
        .isEqualTo(decided(true));
    assertThat(filter.check(new TestEvent("a", new byte[] {(byte) 0xff})))
        .isEqualTo(
            new FilterResult.Faulty("its value is neither Avro with a schema id nor UTF-8 text"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "data.amountCent > 5          | column 6: record Order has no field 'amountCent'",
        "data.buyer.town == 'Ulm'     | column 12: record Buyer has no field 'town'",
        "has(data.nothing)            | column 10: record Order has no field 'nothing'",
        "data.items.exists(i, i.cost > 1) | column 24: there is no field 'cost'",
        "kind == 'x'                  | column 1: there is no variable 'kind'",
        "lower(key) == 'x'            | column 6: there is no function 'lower'",
        "type > 5                     | column 6: '>' cannot be applied to (string, int)",
        "time > '2026'                | column 6: '>' cannot be applied to (timestamp, string)",
        "data.note > 5                | column 11: '>' cannot be applied to (string or null, int)",
        "data.tags == null            | column 11: '==' cannot be applied to (list(string), null):"
            + " has(...) is true if a list or a map is not null",
        "data.amountCents             | column 5: the expression is of type int: it must be true"
            + " or false for each event",
        "type = 'x'                   | column 6: unexpected '=': compare with ==",
        "type == 'x' and key == 'y'   | column 13: unexpected 'and'",
        "type ==                      | column 8: the expression ends too early",
        "(type == 'x'                 | column 13: missing ')' at the end",
        "type.matches('[')            | column 14: '[' is not a regular expression of RE2, or a"
            + " too large one",
        "type.matches('a{1000}{2}')   | column 14: 'a{1000}{2}' is not a regular expression of"
            + " RE2, or a too large one",
        "time > timestamp('today')    | column 18: 'today' is not a time such as"
            + " 2026-01-31T12:00:00Z",
        "time - duration('1 h') < time| column 17: '1 h' is not a duration such as 90s or 1h30m",
      })
  void refusesWhatIsNotValidAndSaysWhere(String expression, String message) {
    assertThatThrownBy(() -> compile(expression))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessage(message);
  }

  @Test
  void namesWhatCouldHaveBeenMeant() {
    var field = invalid("data.buyer.town == 'Ulm'");
    var element = invalid("data.items.exists(i, i.city > 1)");
    var variable = invalid("kind == 'x'");

    assertThat(field.unknown()).isEqualTo("town");
    assertThat(field.known()).containsExactly("city", "referrer");
    assertThat(element.known()).contains("price").doesNotContain("city");
    assertThat(variable.known()).contains("type", "data");
    assertThat(invalid("type ==").known()).isEmpty();
  }

  private static InvalidExpressionException invalid(String expression) {
    return catchThrowableOfType(InvalidExpressionException.class, () -> compile(expression));
  }

  @Test
  void placesInSeveralLinesNameTheLine() {
    assertThatThrownBy(() -> compile("type == 'x' &&\n  data.amount > 5"))
        .hasMessage("line 2, column 8: record Order has no field 'amount'");
    assertThat(check("type != 'x' &&\n headers.none == 'x'", full()))
        .isEqualTo(new FilterResult.Faulty("line 2, column 10: there is no key 'none'"));
  }

  @Test
  void theCostOfAnExpressionIsBounded() {
    var wide = "true" + " || true".repeat(600);
    var deep = "(".repeat(100) + "true" + ")".repeat(100);
    var hundred = "[" + "1,".repeat(99) + "1]";
    var loops = hundred + ".all(a, " + hundred + ".all(b, " + hundred + ".all(c, c > 0)))";

    assertThatThrownBy(() -> compile(" ")).hasMessage("column 1: the expression is empty");
    assertThatThrownBy(() -> compile(wide))
        .hasMessage("column 4001: the expression has 4804 characters, at most 4000 are allowed");
    assertThatThrownBy(() -> compile(deep))
        .hasMessage("column 1: the expression is nested deeper than 64 levels");
    assertThat(check(loops, full()))
        .isInstanceOfSatisfying(
            FilterResult.Faulty.class,
            faulty ->
                assertThat(faulty.reason())
                    .endsWith(
                        "more than 10,000 elements were visited, which is the limit for one"
                            + " event"));
  }
}

package io.reprise.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparedFieldsTest {
  private static final ComparedFields ALL = ComparedFields.parse(List.of(), List.of());

  private static JsonNode json(String text) throws JsonProcessingException {
    return Json.json().readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1,'b':{'c':2,'d':3}} | {'b':{'d':3,'c':2},'a':1} | true",
        "{'a':1}                   | {'a':1.0}                 | true",
        "{'a':100}                 | {'a':1e2}                 | true",
        "{'a':1}                   | {'a':'1'}                 | false",
        "{'a':null}                | {}                        | false",
        "[1,2]                     | [2,1]                     | false",
        "[1,23]                    | [12,3]                    | false",
        "{'a':{'b':1}}             | {'a':{},'b':1}            | false",
        "{'a':'x,b:1'}             | {'a':'x','b':1}           | false",
      })
  void theExactTextIsTheSameForEqualValuesOnly(String one, String other, boolean areEqual)
      throws JsonProcessingException {
    assertThat(ALL.exactText(json(one)).equals(ALL.exactText(json(other)))).isEqualTo(areEqual);
    assertThat(ALL.areEqual("", json(one), json(other))).isEqualTo(areEqual);
  }

  @Test
  void leavesOutIgnoredFieldsAlsoOfTheElementsOfAList() throws JsonProcessingException {
    var fields = ComparedFields.parse(List.of("at", "items.price", "address.zip"), List.of());

    assertThat(
            fields.exactText(
                json("{'at':1,'n':2,'items':[{'price':1,'id':7}],'address':{'zip':1,'at':5}}")))
        .isEqualTo(
            fields.exactText(
                json("{'n':2,'items':[{'price':2,'id':7}],'address':{'at':5,'zip':3}}")));
    assertThat(fields.exactText(json("{'address':{'at':5}}")))
        .isNotEqualTo(fields.exactText(json("{'address':{'at':6}}")));
  }

  @Test
  void numbersThatMayDifferAreNotInTheExactText() throws JsonProcessingException {
    var fields = ComparedFields.parse(List.of(), List.of("sum.total=0.01", "n=1"));
    var value = json("{'sum':{'total':2.5},'n':'x'}");

    assertThat(fields.numbers(value)).containsExactly(2.5, Double.NaN);
    assertThat(fields.limits().limits()).containsExactly(0.01, 1.0);
    assertThat(fields.exactText(value))
        .isEqualTo(fields.exactText(json("{'sum':{'total':9},'n':'x'}")))
        .isNotEqualTo(fields.exactText(json("{'sum':{'total':9},'n':'y'}")));
    assertThat(fields.areEqual("sum.total", json("1"), json("1.01"))).isTrue();
    assertThat(fields.areEqual("sum.total", json("1"), json("1.02"))).isFalse();
  }

  @Test
  void aNumberThatIsNotFiniteHasAText() {
    assertThat(ALL.exactText(DoubleNode.valueOf(Double.NaN))).contains("NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"total", "=1", "total=", "total=-1", "total=x", "total=NaN"})
  void refusesATolerance(String written) {
    assertThatThrownBy(() -> ComparedFields.parse(List.of(), List.of(written)))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("--tolerance '" + written + "'");
  }

  @Test
  void refusesTwoTolerancesOfAField() {
    assertThatThrownBy(() -> ComparedFields.parse(List.of(), List.of("a=1", "a=2")))
        .hasMessageContaining("--tolerance 'a=2': give a field once");
  }
}

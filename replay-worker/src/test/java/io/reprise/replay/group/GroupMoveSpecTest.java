package io.reprise.replay.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.reprise.runtime.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupMoveSpecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | kind is missing",
        "{'kind':'REWIND'} | topic is missing",
        "{'kind':'REWIND','topic':'t'} | a REWIND needs either to or replay",
        "{'kind':'FORWARD','topic':'t','to':1,'replay':'r'} | a FORWARD needs either to or replay",
        "{'kind':'COPY','topic':'t','to':1} | a COPY needs from",
        "{'kind':'UNDO','topic':'t'} | an UNDO needs move",
        "{'kind':'UNDO','topic':'t','move':'m','partitions':[0]} | partitions is given",
        "{'kind':'REWIND','topic':'t','to':1,'partitions':[-1]} | has a negative number"
      })
  void refusesWhatDoesNotFitTheKind(String json, String reason) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ValueInstantiationException.class)
        .cause()
        .isInstanceOf(InvalidMoveException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void partitionsAreSortedAndNamedOnce() throws Exception {
    var spec = read("{'kind':'REWIND','topic':'t','to':'earliest','partitions':[3,1,3]}");

    assertThat(spec.partitions()).containsExactly(1, 3);
    assertThat(spec.includes(3)).isTrue();
    assertThat(spec.includes(2)).isFalse();
  }

  private static GroupMoveSpec read(String json) throws Exception {
    return Json.json().readValue(json.replace('\'', '"'), GroupMoveSpec.class);
  }
}

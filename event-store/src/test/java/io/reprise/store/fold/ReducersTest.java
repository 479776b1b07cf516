package io.reprise.store.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReducersTest {
  private final Reducers reducers = Reducers.onClassPath();

  @Test
  void findsTheBuiltInReducers() {
    assertThat(reducers.ids())
        .extracting(ReducerId::toString)
        .containsExactly("count-by-type.v1", "latest.v1", "merge.v1");
    assertThat(reducers.find("latest", null).id()).isEqualTo(new ReducerId("latest", 1));
    assertThat(reducers.find("merge", 1).id()).isEqualTo(new ReducerId("merge", 1));
  }

  @Test
  void listsTheAvailableReducersIfOneIsMissing() {
    assertThatThrownBy(() -> reducers.find("newest", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "reducer 'newest' does not exist: use one of count-by-type.v1, latest.v1, merge.v1, or"
                + " add its jar to the plugin directory");
    assertThatThrownBy(() -> reducers.find("merge", 3))
        .hasMessageStartingWith("reducer 'merge' in version 3 does not exist");
  }

  @Test
  void refusesAPluginDirectoryThatDoesNotExist() {
    assertThatThrownBy(() -> Reducers.withPlugins(Path.of("/nowhere")))
        .hasMessage(
            "plugin directory /nowhere does not exist: create it, or leave the setting out");
  }

  @Test
  void acceptsOnlyNamesAndVersionsThatFitATopicName() {
    assertThatThrownBy(() -> new ReducerId("Merge", 1))
        .hasMessageStartingWith("reducer name 'Merge'");
    assertThatThrownBy(() -> new ReducerId("merge", 0)).hasMessageContaining("begin at 1");
  }
}

package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The lists by which the examples of the help are run agree with the examples. */
class HelpExamplesTest {
  private static final List<String> ALL =
      HelpExample.all().stream().map(HelpExample::line).toList();

  @Test
  void everyExampleIsOnceEitherRunOrListedAsRunElsewhere() {
    var run = HelpExamples.toRun().map(HelpExample::line);
    var elsewhere = ExamplesRunElsewhere.lines().stream();

    assertThat(Stream.concat(run, elsewhere)).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(HelpExamples.toRun()).hasSizeGreaterThan(60);
  }

  @Test
  void theTestsThatRunTheOtherExamplesExist() throws IOException {
    for (var group : ExamplesRunElsewhere.GROUPS) {
      var source = "src/test/java/" + group.test().replace('.', '/') + ".java";
      try (var found = Files.find(CommandRun.ROOT, 14, (path, facts) -> path.endsWith(source))) {
        assertThat(found.filter(path -> !isBuilt(path))).as(group.test()).hasSize(1);
      }
    }
  }

  /** The test of upgrades leaves the sources of the version before among the build's results. */
  private static boolean isBuilt(Path path) {
    return StreamSupport.stream(CommandRun.ROOT.relativize(path).spliterator(), false)
        .anyMatch(name -> name.endsWith("target"));
  }

  @Test
  void theExamplesWithAStepAreRun() {
    assertThat(HelpExamples.toRun().map(HelpExample::line).toList())
        .containsAll(ExampleSteps.examples());
  }

  @Test
  void everyWordThatIsReplacedIsInAnExample() {
    var words = HelpExample.all().stream().flatMap(example -> example.words().stream()).toList();

    assertThat(words).containsAll(new ExampleArguments(Instant.now(), () -> "").replaced());
  }
}

package io.reprise.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessEndTest {
  @Test
  void aSignalIsNamedWithoutALineOfTheLogThatSaysNothingAboutIt() {
    assertThat(ProcessEnd.text(137, "INFO all is well")).isEqualTo("killed by signal 9");
    assertThat(ProcessEnd.text(1, "the disk is full")).isEqualTo("exit code 1: the disk is full");
  }
}

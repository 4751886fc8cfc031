package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;

final class ListRefTest {

  @Test
  void aKeyIsTheDataflowAndTheAudience() {
    assertThat(new ListRef("tier-1", "5f3a").key(), is("muster:tier-1:5f3a"));
  }

  @Test
  void noTwoListsHaveOneKey() {
    assertThat(new ListRef("a:b", "c").key(), is(not(new ListRef("a", "b:c").key())));
    assertThat(new ListRef("a%3Ab", "c").key(), is(not(new ListRef("a:b", "c").key())));
  }
}

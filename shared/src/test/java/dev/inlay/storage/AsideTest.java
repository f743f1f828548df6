package dev.inlay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsideTest {
    private static final Key KEY = new Key("p", "behaviour#file#1");

    private final Table table = new MemoryTable();

    @Test
    void leavesWhatCanBeReadWhereItIs() {
        table.write(Write.put(KEY, "fine"));

        Aside.put(table, KEY, Optional.empty(), row -> row.document().isEmpty());
        Aside.put(table, new Key("p", "nothing"), Optional.empty(), _ -> true);

        assertThat(table.all("p", "")).extracting(Row::key).containsExactly(KEY);
    }

    @Test
    void keepsTheSameOnceAndOthersBeside() {
        for (var document : new String[] {"one", "two", "one"}) {
            table.write(Write.put(KEY, document));
            Aside.put(table, KEY, Optional.empty(), _ -> true);
        }

        assertThat(table.get(KEY)).isEmpty();
        assertThat(table.all("p", Aside.PREFIX))
                .hasSize(2)
                .allSatisfy(row -> assertThat(Aside.sort(row.key())).isEqualTo(KEY.sort()));
    }

    /// What a person put there by hand has any name.
    @ParameterizedTest
    @CsvSource({"aside#,''", "aside#x,x", "aside#x#1,x", "aside#x#y#1,x#y", "x#1,x#1"})
    void knowsWhereItLay(String sort, String lay) {
        assertThat(Aside.sort(new Key("p", sort))).isEqualTo(lay);
    }
}

"""The schemes that the rules can work out, by their code in the contract."""

from les_schemes.rules.pbc_les_2007_08.scheme import SCHEME as PBC_LES_2007_08
from les_schemes.rules.scheme import Scheme
from les_schemes.rules.towards_pbc_des_2006_07.scheme import SCHEME as TOWARDS_PBC_DES_2006_07

SCHEMES: dict[str, Scheme] = {
    scheme.code: scheme for scheme in (PBC_LES_2007_08, TOWARDS_PBC_DES_2006_07)
}

"""The schemes that contract 1 names, by their code in it."""

from les_schemes.rules.contract_1.pbc_les_2007_08 import PBC_LES_2007_08
from les_schemes.rules.contract_1.scheme import Contract1Scheme
from les_schemes.rules.contract_1.towards_pbc_des_2006_07 import TOWARDS_PBC_DES_2006_07

SCHEMES: dict[str, Contract1Scheme] = {
    scheme.code: scheme for scheme in (PBC_LES_2007_08, TOWARDS_PBC_DES_2006_07)
}
